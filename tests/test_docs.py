"""The docs say what is there: commands, options, links, the commands of the README."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
import yaml

from grader.cli import grader
from grader.expressions.parsing import Parser
from grader.expressions.signatures import Arity

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), ROOT / "tests" / "README.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    """A link to a file of the project leads to one that is there."""
    text = page.read_text(encoding="utf-8")
    missing = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    assert not missing


def test_every_command_has_a_heading() -> None:
    """docs/commands.md has a section for each command, and for no other."""
    headings = re.findall(r"^## grader (\w+)", (ROOT / "docs" / "commands.md").read_text(), re.MULTILINE)
    assert sorted(headings) == sorted(grader.commands)


@pytest.mark.parametrize("name", sorted(grader.commands))
def test_every_option_is_in_the_docs(name: str) -> None:
    """The section of a command names each of its options."""
    text = (ROOT / "docs" / "commands.md").read_text()
    section = re.split(r"^## ", text[text.index(f"## grader {name}") + 3 :], flags=re.MULTILINE)[0]
    beginning = text[: text.index("## grader")]
    options = [opt for param in grader.commands[name].params if isinstance(param, click.Option) for opt in param.opts]
    assert [option for option in options if option not in section + beginning] == []


@pytest.mark.parametrize("name", sorted(grader.commands))
def test_every_help_has_an_example(name: str) -> None:
    """`--help` of each command shows how it is called."""
    assert f"grader {name}" in (grader.commands[name].help or "")


def test_the_expressions_of_the_example_can_be_parsed() -> None:
    """The expressions that docs/spec.md shows are expressions."""
    text = (ROOT / "docs" / "spec.md").read_text()
    parser = Parser(frozenset({"x", "c"}), {"softmax": ("x",)}, {"softmax": parser_arity()})
    shown = re.findall(r"^ +expect: (.*)$", text, re.MULTILINE)
    assert shown
    assert all(parser.parse(expression) for expression in shown)


def parser_arity() -> Arity:
    """Return the arity of a function of one argument."""
    return Arity(1, 1)


def test_ci_runs_the_commands_of_the_readme() -> None:
    """.ci/run takes both commands from the README, which holds each of them once."""
    readme, script = (ROOT / "README.md").read_text(), (ROOT / ".ci" / "run").read_text()
    for words in ("grader batch submissions_example", "python -m pytest"):
        assert f"readme '{words}'" in script
        assert len([line for line in readme.splitlines() if words in line and "venv" in line]) == 1


def test_the_stages_of_ci_exist() -> None:
    """Workflows and CONTRIBUTING.md name stages that .ci/run has, and every job runs it."""
    script = (ROOT / ".ci" / "run").read_text()
    stages = set(re.findall(r"^(\w+)\(\) \{$", script, re.MULTILINE))
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text()
    named = re.findall(r"bash \.ci/run((?: \w+)*)", workflow + (ROOT / "CONTRIBUTING.md").read_text())
    assert len(re.findall(r"run: bash \.ci/run", workflow)) == workflow.count("runs-on:")
    assert {stage for words in named for stage in words.split()} - stages == set()


@pytest.mark.parametrize("file", sorted((ROOT / ".github").rglob("*.yml")), ids=lambda file: file.name)
def test_workflows_and_templates_are_yaml(file: Path) -> None:
    """Each can be read, and an issue form has a name, a description and a body."""
    content = yaml.load(file.read_text(), Loader=yaml.BaseLoader)  # noqa: TID251 - texts only, and files of ours
    assert content
    if file.parent.name == "ISSUE_TEMPLATE" and file.name != "config.yml":
        assert {"name", "description", "body"} <= content.keys()
        assert all(part["attributes"]["label"] for part in content["body"])


def test_dependencies_are_explained() -> None:
    """docs/dependencies.md has a reason for each library that the project asks for."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    text = (ROOT / "docs" / "dependencies.md").read_text().lower()
    assert [name for name in (re.split(r"[<>=]", need)[0] for need in needed) if name not in text] == []


def test_no_page_names_an_address_or_a_path_of_a_machine() -> None:
    """Whoever reads the docs installs by name."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"://|/home/\w+", text)
