"""Names of firms that are words of every day, or names of other things: they count where the text speaks of business."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.model import below
from kg.ontology import Name
from kg.recognise.guess import Guess, Page

_FIRMS = below("Organization") | below("Product")
#: what a text that speaks of firms has somewhere
_BUSINESS = re.compile(
    "公司|企业|集团|品牌|手机|汽车|车型|车企|轿车|发布|推出|宣布|上市|股|市值|财报|营收|销量|售价|交付|收购|科技|智能|芯片|系统|用户|平台|董事长|总裁|"
    "首席|创始人|业务|投资|融资|供应|合作|合资|门店|电动|新能源|经理|员工|工厂|总部|产能|召回|出货|市占|占有率|份额|"
    "净利|新机|机型|旗舰|专利|裁员|[A-Za-z]{2,}"
)
#: what a sentence has that means the firm, whatever else stands in it
_FIRM = re.compile(
    "公司|集团|品牌|手机|汽车|车型|车企|轿车|发布会|新品|股价|股份|市值|财报|营收|科技|智能|芯片|董事长|总裁|首席|CEO|创始人|新能源|电动"
)


class Ordinary:
    """Takes out firms and products by a word that stands for itself; built once, called per page.

    >>> from kg.model import Sentence, Span
    >>> apple = Guess(0, 2, "苹果", "Company", "tagger", 2)
    >>> drop = Ordinary([Name("苹果", "Ordinary", ("果园",))])
    >>> drop(Page("苹果熟了。", (Sentence(Span(0, 5), (Span(0, 5),)),)), [apple])
    []
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self._meant = {name.name: (name.cls == "Ordinary", _signs(name), _needs(name)) for name in names}

    def __call__(self, page: Page, guesses: Sequence[Guess]) -> list[Guess]:
        """The names that stay, in order."""
        doubtful = [
            guess for guess in guesses if guess.cls in _FIRMS and page.text[guess.start : guess.end] in self._meant
        ]
        if not doubtful:
            return list(guesses)
        business = _BUSINESS.search(page.text) or any(self._firm(page, guess) for guess in guesses)
        gone = {guess for guess in doubtful if self._stands_for_itself(page, guess, business=bool(business))}
        return [guess for guess in guesses if guess not in gone] if gone else list(guesses)

    def _firm(self, page: Page, guess: Guess) -> bool:
        """Is it a firm or a product that the lexicon knows, by a name that means nothing else?"""
        known = guess.rule == "gazetteer" and guess.cls in _FIRMS
        return known and page.text[guess.start : guess.end] not in self._meant

    def _stands_for_itself(self, page: Page, guess: Guess, *, business: bool) -> bool:
        common, signs, needs = self._meant[page.text[guess.start : guess.end]]
        if (common and not business) or (needs and not any(word in page.text for word in needs)):
            return True
        sentence = page.sentence(guess.start)
        return any(sign in sentence for sign in signs) and not _FIRM.search(sentence)


def _signs(name: Name) -> tuple[str, ...]:
    """Words of a sentence that means the word."""
    return tuple(word for word in name.aliases if not word.startswith("+"))


def _needs(name: Name) -> tuple[str, ...]:
    """Words of which a text that means the firm has one: a carmaker is not spoken of without a car."""
    return tuple(word[1:] for word in name.aliases if word.startswith("+"))
