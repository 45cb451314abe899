"""A judge can be away for a time only; the hall's board can be made to stand still."""

import sqlalchemy as sa
from alembic import op

from competition.models.columns import Instant

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('judge_absence') as batch_op:
        batch_op.add_column(sa.Column('away_from', Instant(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('away_until', Instant(timezone=True), nullable=True))
    with op.batch_alter_table('contest') as batch_op:
        batch_op.add_column(sa.Column('board_version', sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('contest') as batch_op:
        batch_op.drop_column('board_version')
    with op.batch_alter_table('judge_absence') as batch_op:
        batch_op.drop_column('away_until')
        batch_op.drop_column('away_from')
