"""What a front matter says is either acted on or refused."""

from pathlib import Path
from typing import Any

import pytest

import bots.answers
from bots.drafting import TASK as DRAFT
from orchestrator.checks import prompts_can_be_used
from orchestrator.prompts.activation import activate
from orchestrator.prompts.files import BadPrompt, read_prompt
from orchestrator.prompts.registry import PromptRegistry, load_prompts
from tests.orchestrator.answers import SureReply, Understood
from tests.orchestrator.conftest import Asks

BOT_PROMPTS = Path(bots.answers.__file__).parent / "prompts"
FILE = "---\nname: compose\nnumber: 1\ntask: compose, draft\nmodel: m\nschema: Reply, SureReply\n---\nBe brief.\n"


def _registry(folder: Path, text: str = FILE) -> PromptRegistry:
    (folder / "p.md").write_text(text)
    return PromptRegistry([folder])


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("max_ouput_tokens: 3", "nobody reads max_ouput_tokens in a front matter; known are name, number, task, model"),
        ("temperature: 1", "nobody reads temperature"),
        ("model: other", "model stands twice"),
    ],
)
def test_what_nobody_reads_is_refused_with_a_sentence(line: str, sentence: str, tmp_path: Path, settings: Any) -> None:
    text = FILE.replace("model: m\n", f"model: m\n{line}\n")
    with pytest.raises(BadPrompt, match=sentence):
        read_prompt(text, "p.md")
    (tmp_path / "p.md").write_text(text)
    settings.PROMPT_DIRS = [tmp_path]
    [error] = prompts_can_be_used()
    assert error.id == "orchestrator.E001"


@pytest.mark.django_db
def test_a_prompt_is_asked_with_only_for_its_tasks_and_its_types_of_answer(tmp_path: Path, asks: Asks) -> None:
    registry = _registry(tmp_path)
    for task in ("compose", "draft"):
        assert registry.current_for(asks(task=task)).version == "compose/1"
    with pytest.raises(BadPrompt, match="compose/1 is for compose, draft, and summary asks with it"):
        registry.current_for(asks(task="summary"))
    with pytest.raises(BadPrompt, match="speaks of Reply, SureReply, and Understood is asked for with it"):
        registry.current_for(asks(answer_type=Understood))


@pytest.mark.django_db
def test_a_prompt_that_names_no_type_of_answer_is_for_any(tmp_path: Path, asks: Asks) -> None:
    registry = _registry(tmp_path, FILE.replace("schema: Reply, SureReply\n", ""))
    assert registry.current_for(asks(answer_type=Understood)).schemas == ()


@pytest.mark.django_db
def test_a_version_that_speaks_of_other_answers_is_not_gone_back_to(tmp_path: Path) -> None:
    _registry(tmp_path).publish_files()
    (tmp_path / "p.md").unlink()
    _registry(tmp_path, FILE.replace("number: 1", "number: 2").replace("Reply, SureReply", "Understood"))
    with pytest.raises(BadPrompt, match="compose/1 speaks of Reply, SureReply, which is no longer asked for"):
        activate([tmp_path], "compose", 1, by="ada")


@pytest.mark.django_db(transaction=True)
def test_an_older_version_that_said_less_can_still_be_asked_with(tmp_path: Path, asks: Asks) -> None:
    old = FILE.replace("compose, draft", "compose").replace("Reply, SureReply", "Reply")
    _registry(tmp_path, old).publish_files()
    registry = _registry(tmp_path, FILE.replace("number: 1", "number: 2"))
    activate([tmp_path], "compose", 1, by="ada")
    assert registry.current_for(asks(task="draft", answer_type=SureReply)).number == 1


def test_the_prompts_of_the_bots_name_types_that_exist_and_the_tasks_of_their_code() -> None:
    prompts = {prompt.name: prompt for prompt in load_prompts([BOT_PROMPTS])}
    named = {name for prompt in prompts.values() for name in prompt.schemas}
    assert named == {"ComposeAnswer", "UnderstandAnswer", "UnderstandSellerExtendedAnswer"}
    assert all(hasattr(bots.answers, name) for name in named)
    assert prompts["compose"].tasks == ("compose", DRAFT)
    assert prompts["understand"].tasks == ("understand",)
