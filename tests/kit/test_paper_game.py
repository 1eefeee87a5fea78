"""The key-account game on paper: its figures are those of the scenario, a typed game is counted and played again."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.game.errors import GameError
from sim.game.load_game import load_game
from sim.kit.paper_game.debrief_page import debrief_page
from sim.kit.paper_game.materials import account_words, other_decks, paper_files, read_cards
from sim.kit.paper_game.record import AccountLine, PaperRecord, empty_record, read_record
from sim.kit.paper_game.replay import account_decision, paper_score, played_by_bots, simulated
from sim.kit.paper_game.terms import CARDS, COIN, FIRM, QUARTERS, coins, paper_terms, rounded
from sim.language.choice import in_language
from sim.model.firms.key_accounts.account_gain import worth_of_needs
from sim.scenario.decisions.account_decision import AccountDecision

ACCOUNTS = ("dairy", "bakery", "brewery", "pharma", "growers")


def typed(at: Path, quarters: int = 1, **changes: str) -> Path:
    """A game of so many quarters, all accounts alike; ``dairy`` or ``azure`` may have another line."""
    lines = []
    for line in empty_record().decode("utf-8-sig").splitlines():
        quarter, who, *_rest = line.split(",")
        usual = ",full,ordinary,2,2,20,,,,,,,,,," if who == "azure" else ",,,,,,4,3,3,0,1,12,1,2,,"
        filled = quarter.isdigit() and int(quarter) <= quarters
        lines.append(f"{quarter},{who}{changes.get(who, usual)}" if filled else line)
    (at / "game.csv").write_text("\n".join(lines), encoding="utf-8")
    return at / "game.csv"


def test_figures_are_those_of_the_scenario() -> None:
    scenario = load_game("key_account_game")[1]
    terms = paper_terms()
    large = next(one for one in scenario.population.segments if one.name == "large accounts")
    quarter = large.purchase_rate.average * large.spend.average * scenario.round
    azure = next(firm for firm in scenario.firms if firm.name == FIRM)
    assert [one.seat for one in terms.accounts] == list(ACCOUNTS)
    for one in terms.accounts:
        assert one.order * CARDS * COIN == pytest.approx(quarter)
        assert terms.margin["full", "ordinary"] == pytest.approx(one.order * (1 - azure.unit_cost))
        for need, worth in one.needs.items():
            expected = worth_of_needs(one.account.needs, (need,), 1.0, scenario.round)
            assert worth * COIN == pytest.approx(expected)
    assert terms.account("brewery").others.keys() == {"Beryl", "Cedar"}, "it knows no supplier outside"


def test_better_goods_please_accounts_and_cost_azure() -> None:
    terms = paper_terms()
    for price in ("low", "full", "high"):
        assert terms.margin[price, "better"] < terms.margin[price, "ordinary"]
        assert all(one.azure[price, "better"] > one.azure[price, "ordinary"] for one in terms.accounts)


def test_there_are_cards_for_everybody() -> None:
    cards = read_cards()
    service, orders, places, _money = other_decks(cards)
    assert len(service.cards) == 12
    assert len(orders.cards) == 5 * CARDS and len(places.cards) == 5 * 4


def test_english_needs_are_the_scenarios_and_chinese_has_all_of_them() -> None:
    with in_language("zh"):
        cards = read_cards()
        for one in paper_terms().accounts:
            said = account_words(cards, one)[1]
            assert said.keys() == one.account.needs.keys()
            assert all(text != one.account.needs[need].text for need, text in said.items())
    name, needs = account_words(read_cards(), paper_terms().account("dairy"))
    assert name == "Ridgeway Dairy" and needs["stated"] == "Cartons on the ramp before six in the morning."


@pytest.mark.parametrize("language", ["en", pytest.param("zh", marks=pytest.mark.slow)])
def test_group_a_gets_nothing_private(language: str) -> None:
    with in_language(language):
        files = paper_files()
    secret = "We may be sold next year" if language == "en" else "明年我们可能被出售"
    holding = [name for name, content in files.items() if secret in content.decode()]
    assert holding == ["students/paper_game/cards.html", "students/paper_game/private_sheets_of_accounts.html"]
    assert files["instructor/paper_game/game.csv"].startswith(b"\xef\xbb\xbfquarter,who")


def test_a_game_is_counted_as_on_paper(tmp_path: Path) -> None:
    score = paper_score(read_record(typed(tmp_path)))
    terms = paper_terms()
    assert score.azure == (20 * 21 - 2 * 20 - 2 * 13 - 5 * 1,)
    dairy = terms.account("dairy")
    goods = 4 * rounded(dairy.azure["full", "ordinary"]) + 3 * rounded(dairy.others["Beryl"])
    goods += 3 * rounded(dairy.others["Cedar"])
    needs = rounded((rounded(dairy.needs["stated"]) + rounded(dairy.needs["real"])) * 4 / 10)
    assert score.accounts["dairy"] == (goods + needs - rounded(dairy.visit) - 5,)


def test_a_need_counts_from_its_door_on(tmp_path: Path) -> None:
    at_door = [read_record(typed(tmp_path, dairy=f",,,,,,10,0,0,0,0,12345,{door},0,,")) for door in range(4)]
    gains = [paper_score(record).accounts["dairy"][0] for record in at_door]
    needs = paper_terms().account("dairy").needs
    steps = [gains[door + 1] - gains[door] for door in range(3)]
    expected = [("real",), ("unstated", "delight"), ("secret",)]
    assert steps == [sum(rounded(needs[need]) for need in names) for names in expected]  # type: ignore[index]


def test_an_unfinished_game_has_the_quarters_that_were_typed(tmp_path: Path) -> None:
    assert read_record(typed(tmp_path, 3)).quarters == 3
    (tmp_path / "empty.csv").write_bytes(empty_record())
    with pytest.raises(GameError, match=f"no quarter from 1 to {QUARTERS} is filled in"):
        read_record(tmp_path / "empty.csv")


@pytest.mark.parametrize(
    ("who", "line", "told"),
    [
        ("dairy", ",,,,,,4,3,2,0,1,1,1,0,,", "the order cards sum to 9; give 10 in all"),
        ("dairy", ",,,,,,4,3,3,0,1,1,7,0,,", "door: '7' was given; give a whole number from 0 to 3"),
        ("dairy", ",,,,,,4,3,3,0,1,19,1,0,,", "needs: '19' was given; give the numbers of needs from 1 to 5"),
        ("dairy", ",,,,,,0,5,5,0,0,,0,0,boredom,", "leaves: 'boredom' was given; give one of price, product"),
        ("dairy", ",,,,,,4,3,3,0,1,1,1,0,,price", "says: 'price' was given; fill in the column leaves, too"),
        ("azure", ",cheap,ordinary,2,2,20,,,,,,,,,,", "price: 'cheap' was given; give one of low, full, high"),
        ("azure", ",full,ordinary,9,2,20,,,,,,,,,,", "managers: '9' was given; give a whole number from 0 to 3"),
        ("azure", ",full,ordinary,2,0,20,,,,,,,,,,", "desk: '0' was given; give 1 to 3"),
        ("dairy", ",,,,,,,,,,,,,,,", "the line of dairy is missing or empty"),
    ],
)
def test_what_was_typed_wrongly_is_named_with_its_line(tmp_path: Path, who: str, line: str, told: str) -> None:
    with pytest.raises(GameError) as caught:
        read_record(typed(tmp_path, **{who: line}))
    assert told in str(caught.value)


def test_a_file_in_gb18030_with_semicolons_is_read(tmp_path: Path) -> None:
    text = typed(tmp_path).read_text(encoding="utf-8").replace(",", ";")
    (tmp_path / "other.csv").write_bytes((text + ";备注").encode("gb18030"))
    assert read_record(tmp_path / "other.csv").quarters == 1


def line_of(**changes: object) -> AccountLine:
    return AccountLine(**{  # type: ignore[arg-type]
        "cards": {"Azure": 4, "Beryl": 6, "Cedar": 0, "outside": 0}, "visited": True, "needs": ("stated",), "door": 1,
        "problem": 0, **changes,
    })  # fmt: skip


def test_paper_becomes_a_decision_of_the_simulator() -> None:
    decided = account_decision(line_of(problem=1), "customer")
    assert decided == AccountDecision(
        wallet={"Azure": 0.4, "Beryl": 0.6}, receive={"Azure": True}, tell={"Azure": ("stated",)}, door={"Azure": 1},
        complain={"Azure": 1},
    )  # fmt: skip
    assert account_decision(line_of(problem=1), "prospect").complain is None, "only a customer can complain"
    assert account_decision(line_of(), "customer", visits=False).receive == {"Azure": False}


def test_an_account_leaves_and_comes_back() -> None:
    gone = account_decision(line_of(leaves="service", says="price"), "customer")
    assert (gone.close, gone.says, gone.wallet) == ({"Azure": "service"}, {"Azure": "price"}, {"Beryl": 1.0})
    assert account_decision(line_of(), "left").reopen == ("Azure",)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> PaperRecord:
    return read_record(typed(tmp_path_factory.mktemp("paper"), 2))


@pytest.mark.slow
def test_the_same_decisions_are_played_in_the_simulator(record: PaperRecord) -> None:
    runs = []
    same = simulated(record, 2, on_run=lambda: runs.append(1))
    unvisited = simulated(record, 2, visits=False)
    bots = played_by_bots(2, 2)
    assert len(runs) == 2 and set(same.share) == set(ACCOUNTS)
    assert all(0 <= found.mean <= 1 for found in same.share.values())
    assert same.sales.mean == pytest.approx(unvisited.sales.mean), "orders are those of the paper in both"
    gained = sum(found.mean for found in same.gain.values()) - sum(found.mean for found in unvisited.gain.values())
    assert gained > 0, "what accounts showed was met"
    page = debrief_page(record, paper_score(record), same, unvisited, bots)
    assert "Ridgeway Dairy" in page and page.count("<table>") == 4
    with in_language("zh"):
        assert "Ridgeway 乳品厂" in debrief_page(record, paper_score(record), same, unvisited, bots)


def test_coins_are_whole_and_round_halves_up() -> None:
    assert [coins(value) for value in (19.5, 0.49, -2.5)] == ["20", "0", "−3"]
