"""Pictures of a round: only what the seat can know, and every number of it that counts."""

from __future__ import annotations

from pathlib import Path

from sim.apps.notebook.play.account_picture import account_picture
from sim.apps.notebook.play.round_picture import round_picture, rounds
from sim.charts.style.canvas import headline_text
from tests.game.games import accounts_game, accounts_scenario, begun


def test_a_firm_sees_its_customers_its_profit_beside_what_it_expected_and_prices(tmp_path: Path) -> None:
    with begun(tmp_path, advance="instructor") as session:
        assert round_picture(session.view("Azure")) is None, "nothing has been played yet"
        session.predict("Azure", {"profit": 50, "profit_within": 20})
        for _ in range(2):
            session.close_round()
        view = session.view("Azure")
        drawn = round_picture(view)
        assert drawn is not None and view.firm is not None
        customers, profit, prices = drawn.axes
        assert customers.lines[0].get_ydata().tolist() == view.firm.books["customers"].tolist()
        bars = [bar.get_height() for bar in profit.patches]
        assert bars == rounds(view.firm, "profit").tolist() and len(bars) == 2
        assert len(profit.containers) == 2, (
            "what was expected stands beside what came, for the one round it was said of"
        )
        assert [line.get_xdata()[0] for line in prices.lines] == [offer.price for offer in view.market]
        assert f"{view.firm.books['customers'][-1]:,.0f} customers" in headline_text(drawn)
        assert [label.get_text() for label in prices.get_yticklabels()] == ["Azure (you)", "Beryl", "Cedar"]
        assert round_picture(session.view("eye")) is None


def test_a_key_account_sees_what_she_gained_and_where_she_bought(tmp_path: Path) -> None:
    with begun(tmp_path, world=accounts_scenario(), asked=accounts_game(advance="instructor")) as session:
        assert account_picture(session.view("north")) is None
        for _ in range(2):
            session.close_round()
        view = session.view("north")
        drawn = account_picture(view)
        assert drawn is not None and view.account is not None
        gains, bought, _ = drawn.axes
        assert abs(sum(bar.get_height() for bar in gains.patches) - view.account.gain) < 1e-6
        assert (
            abs(sum(bar.get_height() for bar in bought.patches) - sum(r.quantity for r in view.account.rounds)) < 1e-6
        )
        assert account_picture(session.view("Beryl")) is None
