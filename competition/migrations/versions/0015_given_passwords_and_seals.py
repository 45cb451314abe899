"""A password that somebody else has given is marked as such; a published version is sealed."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('user') as batch_op:
        batch_op.add_column(
            sa.Column('password_was_given', sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table('result_version') as batch_op:
        batch_op.add_column(sa.Column('seal', sa.Text(), nullable=False, server_default=''))


def downgrade() -> None:
    with op.batch_alter_table('result_version') as batch_op:
        batch_op.drop_column('seal')
    with op.batch_alter_table('user') as batch_op:
        batch_op.drop_column('password_was_given')
