"""A PIN belongs to the card of one contest; an account to the contest that it was made for.

PINs so far go to every card of their judge. An account whose roles are all in one contest counts as
made for it, which is what its organisers could do with it until now.
"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('judge_card') as batch_op:
        batch_op.add_column(
            sa.Column('pin_hash', sa.String(length=200), nullable=False, server_default='')
        )
    op.execute(
        'UPDATE judge_card SET pin_hash = coalesce('
        '(SELECT "user".pin_hash FROM "user" WHERE "user".id = judge_card.user_id), \'\')'
    )
    with op.batch_alter_table('user') as batch_op:
        batch_op.drop_column('pin_hash')
    with op.batch_alter_table('membership') as batch_op:
        batch_op.add_column(
            sa.Column('made_account', sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(
        'UPDATE membership SET made_account = true WHERE user_id IN ('
        'SELECT user_id FROM membership GROUP BY user_id HAVING count(DISTINCT contest_id) = 1)'
    )


def downgrade() -> None:
    with op.batch_alter_table('membership') as batch_op:
        batch_op.drop_column('made_account')
    with op.batch_alter_table('user') as batch_op:
        batch_op.add_column(sa.Column('pin_hash', sa.String(length=200), nullable=True))
    op.execute(
        'UPDATE "user" SET pin_hash = (SELECT judge_card.pin_hash FROM judge_card '
        'WHERE judge_card.user_id = "user".id ORDER BY judge_card.id DESC LIMIT 1)'
    )
    with op.batch_alter_table('judge_card') as batch_op:
        batch_op.drop_column('pin_hash')
