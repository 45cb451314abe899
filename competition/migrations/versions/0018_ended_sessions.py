"""Sessions that were signed out are remembered: a copy of their cookie opens nothing."""

import sqlalchemy as sa
from alembic import op

from competition.models.columns import Instant

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'ended_session',
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('until', Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('digest', name=op.f('pk_ended_session')),
    )


def downgrade() -> None:
    op.drop_table('ended_session')
