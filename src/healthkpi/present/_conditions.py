"""Under what conditions the figures of a run hold: said in every report, since they change figures."""

from collections.abc import Iterator

from healthkpi.definitions.policy import Policy
from healthkpi.model.scorecard import Scorecard
from healthkpi.present._corrections import correction_lines
from healthkpi.present._figures import clean, limit_text
from healthkpi.text import Text, joined, same


def conditions(scorecard: Scorecard, policy: Policy) -> Iterator[Text]:
    """The numbers that the text leaves to others, the intervals, the files; document, day and choices are the heading."""
    yield from _parameters(scorecard, policy)
    if scorecard.confidence is not None:
        level = limit_text(scorecard.confidence).en
        yield Text(
            f"区间的置信水平 {level}%，只供参考，不改判定。",
            f"intervals at {level} %: advice, no verdict changes.",
        )
    yield from _files(scorecard)
    yield from _corrections(scorecard)


def _parameters(scorecard: Scorecard, policy: Policy) -> Iterator[Text]:
    """The numbers that a policy leaves to others, as they were set for this run or in its folder."""
    named = [
        Text(
            f"{policy.words.parameters[name].name.zh}＝{number}",
            f"{policy.words.parameters[name].name.en} = {number}",
        )
        for name, number in ((name, limit_text(each).en) for name, each in scorecard.parameters.items())
        if name in policy.words.parameters
    ]
    if named:
        said = joined(named)
        yield Text(f"参数：{said.zh}。", f"parameters: {said.en}.")


def _files(scorecard: Scorecard) -> Iterator[Text]:
    names = joined([same(clean(source.name)) for source in scorecard.sources], "、", ", ")
    yield Text(f"来源文件：{names.zh}。", f"files: {names.en}.")


def _corrections(scorecard: Scorecard) -> Iterator[Text]:
    """What was corrected, by whom and why, and what it changed; the refused ones stand among the findings."""
    said = [line for line, _ in correction_lines(scorecard)]
    for line in said[: len(said) - len(scorecard.corrections.refused)]:
        yield Text(f"更正：{line.zh}", f"correction: {line.en}")
