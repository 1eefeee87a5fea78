"""Words for the names of a game: levers, channels, degrees, doors, programmes, causes; in the language in use.

Names in files, logs and exports never change; what a person reads in their place is made here, when it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable

from sim.language.choice import current_language
from sim.language.messages import _, mark, pgettext, translate

WORDS: dict[str, str] = {
    # levers of a firm
    "price": mark("price"), "product": mark("product"), "service": mark("service"), "technology": mark("technology"),
    "conduct": mark("conduct"), "open": mark("open"), "launch": mark("launch"), "revise": mark("revise"),
    "tiers": mark("tiers"), "priority": mark("priority"), "staff": mark("staff"), "managers": mark("managers"),
    "internal_marketing": mark("internal marketing"), "degrees": mark("degrees"),
    "communication": mark("communication"), "budget": mark("budget"), "when_overrun": mark("when overrun"),
    "win_back": mark("win back"), "research": mark("research"), "imitate": mark("imitate"), "close": mark("close"),
    "promise": mark("promised delivery time"), "express": mark("express for late orders"),
    "honour": mark("claims paid"),
    "training": mark("training"), "appraisal": mark("appraisal"), "incentive": mark("incentive"),
    "autonomy": mark("a say for the staff"), "winning": mark("winning customers"), "keeping": mark("keeping customers"),
    # what a key account decides
    "wallet": mark("wallet"), "receive": mark("receive"), "tell": mark("tell"), "door": mark("door"),
    "complain": mark("complain"), "says": mark("says"), "reopen": mark("reopen"), "outside": mark("outside"),
    # channels, degrees, studies
    "advertising": mark("advertising"), "personal_selling": mark("personal selling"),
    "sales_promotion": mark("sales promotion"), "public_relations": mark("public relations"),
    "direct_marketing": mark("direct marketing"),
    "basic": mark("basic"), "reactive": mark("reactive"), "accountable": mark("accountable"),
    "proactive": mark("proactive"), "partnership": mark("partnership"),
    "shares": mark("shares"), "satisfaction": mark("satisfaction"), "wishes": mark("wishes"),
    # programmes, what becomes of their points, their settings
    "frequency": mark("frequency"), "club": mark("club"), "customised": mark("customised"),
    "coalition": mark("coalition"), "guarantee": mark("guarantee"),
    "pay": mark("pay"), "forfeit": mark("forfeit"), "run_off": mark("run off"), "runs on": mark("runs on"),
    "points_per_spend": mark("points per spend"), "points_per_visit": mark("points per visit"),
    "threshold": mark("threshold"), "reward": mark("reward"), "reward_worth": mark("reward worth"),
    "chance": mark("chance"), "expiry": mark("expiry"), "quantity": mark("quantity"),
    "associate_quantity": mark("associate quantity"), "fee": mark("fee"),
    "first_period_free": mark("first period free"), "period": mark("period"), "benefit_worth": mark("benefit worth"),
    "premium": mark("premium"), "promised": mark("promised"), "first_spend": mark("first spend"),
    "second_spend": mark("second spend"), "bonus": mark("bonus"), "tier_bonus": mark("tier bonus"),
    "build_cost": mark("build cost"), "running_cost": mark("running cost"), "weeks": mark("weeks"),
    "reward_cost": mark("reward cost"), "reward_chance": mark("chance of the reward"),
    "points_open": mark("points open"), "points_expiry": mark("expiry of points, weeks"),
    "goal_pull": mark("goal pull"), "goal_shape": mark("goal shape"), "tier_spend_1": mark("spend for tier 1"),
    "tier_spend_2": mark("spend for tier 2"), "tier_period": mark("tier period"), "club_open": mark("club open"),
    "club_quantity": mark("purchases for membership"), "associate_part": mark("part for associates"),
    "renewal_period": mark("renewal period"), "renewal_shield": mark("renewal shield"),
    "benefit_cost": mark("benefit cost"), "belonging_worth": mark("worth of belonging"),
    "contact_gain": mark("contact gain"), "tailored_open": mark("tailored open"), "reach": mark("reach"),
    "learning": mark("learning"), "structural_gain": mark("structural gain"),
    "unit_cost_rise": mark("rise of unit cost"), "lead_family": mark("lead time family"),
    "lead_first": mark("lead time, first"), "lead_second": mark("lead time, second"),
    "late_experience": mark("experience when late"),
    # kinds of cost, by the columns of the books without _cost
    "goods": mark("goods"), "tailoring": mark("tailoring"), "event": mark("event"), "benefit": mark("benefit"),
    "relations": mark("relations"), "records": mark("records"), "desk": mark("desk"), "line": mark("production line"),
    "discount": mark("discount"), "gift": mark("gift"), "prize_draw": mark("prize draw"),
    # rules of the desk and of the budget
    "none": mark("none"), "tier": mark("tier"), "cut_service": mark("cut service"), "bear": mark("bear"),
    # doors, needs, how an account stands, how a visit went
    "on speaking terms": mark("on speaking terms"), "gets help inside": mark("gets help inside"),
    "the account calls": mark("the account calls"),
    "prospect": mark("prospect"), "customer": mark("customer"), "left": mark("left"),
    "stays": mark("stays"), "the true cause": mark("the true cause"), "yes": mark("yes"), "no": mark("no"),
    # figures that are expected
    "share": mark("share"), "churn": mark("churn"), "profit": mark("profit"), "gain": mark("gain"),
    # elements of the frames of the course
    "place": mark("place"), "promotion": mark("promotion"), "political power": mark("political power"),
    "public relations": mark("public relations"), "probing": mark("probing"), "partitioning": mark("partitioning"),
    "prioritising": mark("prioritising"), "positioning": mark("positioning"),
    "customer's needs": mark("customer's needs"), "cost to the customer": mark("cost to the customer"),
    "convenience": mark("convenience"), "reaction": mark("reaction"), "relativity": mark("relativity"),
    "relation": mark("relation"), "return": mark("return"),
    # shocks, and what is said of them
    "price_war": mark("price war"), "scandal": mark("scandal"), "new_technology": mark("new technology"),
    "relocation_wave": mark("relocation wave"), "offer": mark("offer"), "relocation": mark("relocation"),
    "invention": mark("invention"), "subsidy": mark("subsidy"), "district_change": mark("district change"),
    "firm": mark("firm"), "firms": mark("firms"), "attribute": mark("attribute"), "factor": mark("factor"),
    "lasts": mark("lasts"), "money": mark("money"), "severity": mark("severity"), "name": mark("name"),
    "advance": mark("advance"), "outside_pull": mark("outside pull"), "word_of_mouth": mark("word of mouth"),
    "builds_on": mark("builds on"), "sold_outside": mark("sold outside"), "press": mark("press"),
    "press_half_life": mark("half-life of the press"), "indignation_half_life": mark("half-life of indignation"),
    "care": mark("care"), "contagion": mark("contagion"), "found_out": mark("found out"),
    "found_out_after": mark("found out after"), "graver": mark("graver"), "district": mark("district"),
    "moving_away": mark("moving away"), "newcomers": mark("newcomers"), "flows": mark("flows"),
    # bots
    "acquire_only": mark("acquire only"), "club_first": mark("club first"), "crm_plan": mark("CRM plan"),
    "customise_first": mark("customise first"), "exit_manager": mark("exit manager"),
    "marketing": mark("marketing"), "points_first": mark("points first"), "price_cut": mark("price cut"),
    "production": mark("production"), "reckoning": mark("reckoning"),
    "selling": mark("selling"), "service_first": mark("service first"), "societal": mark("societal"),
    "team": mark("team"), "best_value": mark("best value"), "loyal_partner": mark("loyal partner"),
    "hold": mark("hold"), "as_customers_do": mark("as customers do"),
}  # fmt: skip
"""The English word of each name; a name that is not here, such as that of a firm, is the same in each language."""


def word(name: str) -> str:
    """The word for a name; one that has none is shown as it is, with spaces.

    >>> word("internal_marketing"), word("Azure")
    ('internal marketing', 'Azure')
    """
    return translate(WORDS[name]) if name in WORDS else name.replace("_", " ")


def option_word(name: str) -> str:
    """The word for something to choose; what people named themselves, such as a firm, stays as it is.

    >>> option_word("runs on"), option_word("new_firm")
    ('runs on', 'new_firm')
    """
    return translate(WORDS[name]) if name in WORDS else name


def need_word(need: str) -> str:
    """What a page calls a need of a key account.

    >>> need_word("delight")
    'delight'
    """
    words = {
        "stated": pgettext("need", "stated"), "real": pgettext("need", "real"),
        "unstated": pgettext("need", "unstated"), "delight": pgettext("need", "delight"),
        "secret": pgettext("need", "secret"),
    }  # fmt: skip
    return words.get(need) or option_word(need)


def door_word(door: str) -> str:
    """What a page calls a door of a key account.

    >>> door_word("outside"), door_word("on speaking terms")
    ('outside', 'on speaking terms')
    """
    return pgettext("door", "outside") if door == "outside" else word(door)


def visit_word(outcome: str) -> str:
    """What a page calls the outcome of a visit.

    >>> visit_word("failed")
    'failed'
    """
    words = {
        "revealed": pgettext("visit", "revealed"), "decided": pgettext("visit", "decided"),
        "failed": pgettext("visit", "failed"),
    }  # fmt: skip
    return words.get(outcome) or word(outcome)


def strategy_word(name: str) -> str:
    """What a page calls a strategy that a firm may state.

    >>> strategy_word("club")
    'club'
    """
    words = {
        "lowest price": pgettext("strategy", "lowest price"), "best product": pgettext("strategy", "best product"),
        "service": pgettext("strategy", "service"), "points": pgettext("strategy", "points"),
        "club": pgettext("strategy", "club"), "made to measure": pgettext("strategy", "made to measure"),
        "few close accounts": pgettext("strategy", "few close accounts"),
        "hunt new customers": pgettext("strategy", "hunt new customers"),
    }  # fmt: skip
    return words.get(name) or word(name)


def bot_word(kind: str) -> str:
    """What a page calls a kind of bot.

    >>> bot_word("imitate"), bot_word("club_first")
    ('imitate', 'club first')
    """
    words = {
        "imitate": pgettext("bot", "imitate"), "product": pgettext("bot", "product"),
        "random": pgettext("bot", "random"), "script": pgettext("bot", "script"),
    }  # fmt: skip
    return words.get(kind) or word(kind)


def account_word(part: str) -> str:
    """What a page calls a part of a key account's decision.

    >>> account_word("close"), account_word("wallet")
    ('close', 'wallet')
    """
    return pgettext("account", "close") if part == "close" else word(part)


def path_word(path: str) -> str:
    """The word for a lever or one member of it, by its path.

    >>> path_word("communication.personal_selling")
    'communication, personal selling'
    """
    lever, *members = path.split(".")
    return listed([word(lever), *(option_word(member) for member in members)])


def listed(names: Iterable[str]) -> str:
    """Names in a row.

    >>> listed(["Azure", "Beryl"])
    'Azure, Beryl'
    """
    return _(", ").join(names)


def clauses(parts: Iterable[str]) -> str:
    """Parts of a sentence, one behind the other.

    >>> clauses(["price 1", "staff 3"])
    'price 1; staff 3'
    """
    return _("; ").join(parts)


def paragraph(sentences: Iterable[str]) -> str:
    """Sentences one behind the other; between Chinese ones there is no space.

    >>> paragraph(["It is week 1.", "", "All is well."])
    'It is week 1. All is well.'
    """
    return ("" if current_language() == "zh" else " ").join(filter(None, sentences))


def sentence(text: str) -> str:
    """A text with its full stop, if it has none.

    >>> sentence("Bands of that"), sentence("Other remarks.")
    ('Bands of that.', 'Other remarks.')
    """
    return text if text.endswith((".", "。", "?", "？", "!", "！")) else _("{sentence}.").format(sentence=text)


def round_label(number: int) -> str:
    """The number of a round as people read it, from 1; files count from 0.

    >>> round_label(0)
    '1'
    """
    return str(number + 1)
