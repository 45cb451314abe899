"""A judge can be marked as not available for a round."""

import sqlalchemy as sa
from alembic import op

from competition.models.columns import Instant

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'judge_absence',
        sa.Column('round_id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('made_at', Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_judge_absence_round_id_round')),
        sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_judge_absence_user_id_user')),
        sa.PrimaryKeyConstraint('round_id', 'user_id', name=op.f('pk_judge_absence')),
    )
    with op.batch_alter_table('judge_absence') as batch_op:
        batch_op.create_index(batch_op.f('ix_judge_absence_user_id'), ['user_id'], unique=False)


def downgrade() -> None:
    op.drop_table('judge_absence')
