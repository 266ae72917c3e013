"""A run that is killed loses nothing: what is there is whole, and the next run ends as if nothing had happened."""

import os
import random

import pytest

from soak.killing import Runs, Scene

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are forked and killed as POSIX does")

# Each takes a second or two; `make soak` tries as many as there is time for.
OPERATIONS, MOMENTS = 5, 1


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    return Scene(tmp_path_factory.mktemp("killed"), Runs())


@pytest.mark.parametrize("part", range(OPERATIONS))
def test_a_run_killed_at_any_operation_on_the_disk_leaves_old_or_new_and_the_next_completes_it(scene, part):
    # One in each part of the run, so that none of them goes untried.
    share = (part + random.Random(part).random()) / OPERATIONS
    assert scene.kill_at(1 + int(share * scene.operations)) == []


@pytest.mark.parametrize("number", range(MOMENTS))
@pytest.mark.parametrize("group", [True, False], ids=["the whole group", "the run alone"])
def test_a_run_killed_at_any_moment_with_its_workers_leaves_old_or_new_and_the_next_completes_it(
    scene, group, number
):
    moment = random.Random(number).uniform(0.2, 1) * (scene.seconds + 3)
    assert scene.kill_after(moment, group=group, processes=2) == []
