"""The names that server.py writes down, however it does."""

from __future__ import annotations

import ast
import textwrap

import pytest

from grader.importing.server_names import names_in_server

P = 'data["params"]'


@pytest.mark.parametrize(
    ("body", "given", "wanted", "computed"),
    [
        pytest.param(f'{P}["names_from_user"] = [{{"name": "f"}}]', None, ["f"], False, id="a literal"),
        pytest.param(f'x = [{{"name": "f"}}]\n{P}["names_from_user"] = x', None, ["f"], False, id="a name first"),
        pytest.param(
            f'x: list = []\nx.append({{"name": "f"}})\n{P}["names_from_user"] = x', None, ["f"], False, id="append"
        ),
        pytest.param(
            f'x = []\nx += [{{"name": "f"}}]\nx.extend([{{"name": "g"}}])\n{P}["names_from_user"] = x',
            None, ["f", "g"], False, id="grows",
        ),
        pytest.param(
            f'{P}["names_from_user"] = []\n{P}["names_from_user"].append({{"name": "f"}})',
            None, ["f"], False, id="the parameter itself grows",
        ),
        pytest.param(
            f'x = [{{"name": "f"}}]\n{P}["names_from_user"] = x + [{{"name": "g"}}]',
            None, ["f", "g"], False, id="a sum",
        ),
        pytest.param(
            f'{P}.update({{"names_for_user": [{{"name": "n"}}], "names_from_user": [{{"name": "f"}}]}})',
            ["n"], ["f"], False, id="update",
        ),
        pytest.param(f'{P}["names_for_user"] = {P}["names_from_user"] = []', [], [], False, id="two at once"),
        pytest.param(
            f'{P}["names_from_user"] = [{{"name": "f", "description": "%d" % n}}]',
            None, ["f"], False, id="only a description is computed",
        ),
        pytest.param(f'{P}["names_from_user"] = [{{"name": draw()}}]', None, None, True, id="a drawn name"),
        pytest.param(f'x = make()\n{P}["names_from_user"] = x', None, None, True, id="a list that is made"),
        pytest.param(
            f'x = [{{"name": "f"}}]\nx = make()\n{P}["names_from_user"] = x', None, None, True, id="made anew"
        ),
        pytest.param(f'{P}["names_from_user"] = [{{"type": "int"}}]', None, None, True, id="no name"),
        pytest.param(f'{P}["names_from_user"] = [f]', None, None, True, id="no dictionary"),
        pytest.param(
            f'{P}["names_from_user"] = [{{"name": "f"}}]\n{P}["k"] = draw()', None, ["f"], True, id="another parameter"
        ),
        pytest.param(f"{P}[key] = 3", None, None, True, id="a computed key"),
        pytest.param(f"{P}.update(made)", None, None, True, id="a made update"),
        pytest.param(f'{P}.update({{key: 3, **more}})', None, None, True, id="update with computed keys"),
        pytest.param('x = 3\ny.z = []\nprint(x)\nprint()\nx.sort()', None, None, False, id="nothing of it"),
    ],
)  # fmt: skip
def test_names(body: str, given: list[str] | None, wanted: list[str] | None, computed: bool) -> None:
    """What stands in the source is read; what is computed is said."""
    tree = ast.parse("def generate(data):\n" + textwrap.indent(body, "    "))
    lists, more = names_in_server(tree)
    names = {key: [entry["name"] for entry in entries] for key, entries in lists.items()}
    assert (names.get("names_for_user"), names.get("names_from_user"), more) == (given, wanted, computed)


def test_types_stay() -> None:
    """Of an entry its name and its type are kept, and nothing that is computed."""
    tree = ast.parse(f'{P}["names_for_user"] = [{{"name": "n", "type": "int", "description": d}}]')
    assert names_in_server(tree) == ({"names_for_user": [{"name": "n", "type": "int"}]}, False)


def test_a_list_that_another_name_shares() -> None:
    """A list that grows after it was assigned to a parameter grows there too."""
    tree = ast.parse(f'x = []\n{P}["names_for_user"] = x\nx.append({{"name": "n"}})')
    assert names_in_server(tree)[0] == {"names_for_user": [{"name": "n"}]}
