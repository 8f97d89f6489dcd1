"""The house rules that no compiler checks; each function returns its problems, one sentence each."""

import json
import os
import re
import subprocess
from pathlib import Path

import bilingual
import swift_source

SOURCE_SOFT, SOURCE_HARD, TEST_HARD = 200, 350, 450
FUNCTION_LINES, INITIALISER_PARAMETERS = 60, 6
FILES_PER_FOLDER = 25
# Targets whose speed rests on having no Foundation.
WITHOUT_FOUNDATION = {"ChineseText", "HazardCore", "HazardStatistics", "JSONText", "HazardWire", "MessageLog"}
# Pure targets: they import one another and pure functions, by name, and nothing else.
PURE_TARGETS = {"ChineseText", "HazardCore", "HazardStatistics"}
PURE = {"Glibc.sin", "Glibc.cos", "Glibc.atan2", "Glibc.sqrt"}
FLOORS = "Sources/README.md"
# Terms of the field that stay Chinese in an English text.
CHINESE_TERMS = re.compile("督办|返工|催办")
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff01-\uff60]")
# Commands and examples of configuration.
EXAMPLE = re.compile(r"`[^`]*`|\{[^}]*\}")
# Words of a sentence; a name with signs in it, or one in capitals, is code.
ENGLISH_WORD = re.compile(r"(?<![\w./`<={\[-])[A-Za-z]?[a-z]+(?![\w./`=:\[(-])")
ENGLISH_SENTENCE = re.compile(ENGLISH_WORD.pattern + r"(?: " + ENGLISH_WORD.pattern + r"){2}")


class Tree:
    """The files of a checkout, without what builds and data leave there."""

    def __init__(self, root: Path):
        self.root = root

    def files(self) -> list[str]:
        found = []
        for folder, names, files in os.walk(self.root):
            kept = [name for name in names if not re.match(r"\.build|\.git$|__pycache__$", name)]
            names[:] = [name for name in kept if Path(folder) != self.root or name != "data"]
            found += [str((Path(folder) / name).relative_to(self.root)) for name in files if name != ".git"]
        return sorted(found)

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    def swift(self, *folders: str) -> list[str]:
        return [path for path in self.files() if path.endswith(".swift") and path.split("/")[0] in folders]

    def package(self) -> dict[str, dict]:
        """Targets by name, as the manifest declares them."""
        command = ["swift", "package", "--package-path", str(self.root), "dump-package"]
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode != 0:
            raise SystemExit(f"Package.swift cannot be read:\n{run.stderr}")
        return {target["name"]: target for target in json.loads(run.stdout)["targets"]}


def format(tree: Tree) -> list[str]:
    command = ["swift", "format", "lint", "--strict", "--recursive", "--parallel", "Package.swift", "Sources", "Tests"]
    run = subprocess.run(command, cwd=tree.root, capture_output=True, text=True)
    lines = [line.replace(str(tree.root) + "/", "") for line in (run.stderr + run.stdout).splitlines() if line]
    return lines if run.returncode != 0 else []


def floors(tree: Tree) -> list[str]:
    """The table of floors and the manifest say the same, and every dependency is on a lower floor."""
    table, problems = floor_table(tree)
    package = {
        name: target for name, target in tree.package().items() if target["type"] != "test" and name != "TestSupport"
    }
    problems += [f"Package.swift: target {name} is not in the table of {FLOORS}" for name in package.keys() - table]
    problems += [f"{FLOORS}: target {name} is not in Package.swift" for name in table.keys() - package]
    owners: dict[str, list[str]] = {}
    for name in sorted(package.keys() & table.keys()):
        floor, imports = table[name]
        declared = dependencies(package[name])
        for lower in sorted(declared ^ imports):
            place = f"{FLOORS} lacks it" if lower in declared else "Package.swift lacks it"
            problems.append(f"{FLOORS}: {name} imports {lower}: {place}")
        for lower in sorted(declared & table.keys()):
            if table[lower][0] >= floor:
                problems.append(f"Package.swift: {name} (floor {floor}) imports {lower} (floor {table[lower][0]})")
            if table[lower][0] == 0:
                owners.setdefault(lower, []).append(name)
    for library, names in owners.items():
        if len(names) > 1:
            problems.append(f"Package.swift: {library} has more than one owner: {', '.join(names)}")
    return problems


def imports(tree: Tree) -> list[str]:
    """Source files import what their target declares; the pure targets stay pure."""
    package = tree.package()
    problems = []
    for path in tree.swift("Sources", "Tests"):
        target = path.split("/")[1]
        if target not in package:
            continue
        for name in sorted(swift_source.imports(tree.text(path))):
            module = name.split(".")[0]
            if target in PURE_TARGETS and name not in PURE | PURE_TARGETS:
                problems.append(f"{path}: imports {name}; {target} is pure and imports nothing but {', '.join(sorted(PURE))}")
            elif module.startswith("Foundation") and target in WITHOUT_FOUNDATION:
                problems.append(f"{path}: imports {module}, which {target} does without")
            elif module in package and module not in dependencies(package[target]):
                problems.append(f"{path}: imports {module}, which {target} does not declare in Package.swift")
    return problems


def targets(tree: Tree) -> list[str]:
    """Every Swift file lies in a target, so that it is built, and every test file in one that is run."""
    package = tree.package()
    problems = []
    for path in tree.swift("Sources", "Tests"):
        folder, name = (path.split("/") + [""])[:2]
        target = package.get(name)
        tested = target is not None and (target["type"] == "test" or name == "TestSupport")
        if target is None or tested != (folder == "Tests"):
            problems.append(f"{path}: lies in no {'test ' if folder == 'Tests' else ''}target of Package.swift")
    return problems


def sizes(tree: Tree) -> list[str]:
    problems = []
    for path in tree.swift("Sources", "Tests"):
        text = tree.text(path)
        lines, hard = text.count("\n"), TEST_HARD if path.startswith("Tests/") else SOURCE_HARD
        if lines > hard:
            problems.append(f"{path}: {lines} lines, at most {hard}; split it by idea")
        for function in swift_source.functions(text):
            place = f"{path}:{function.line}: {function.name}"
            if function.lines > FUNCTION_LINES:
                problems.append(f"{place} has {function.lines} lines, at most {FUNCTION_LINES}")
            if function.name.startswith("init") and function.parameters > INITIALISER_PARAMETERS:
                problems.append(
                    f"{place} has {function.parameters} parameters, at most {INITIALISER_PARAMETERS}; use a struct")
    return problems


def long_files(tree: Tree) -> list[str]:
    """Files above the soft limit: worth a look, no failure."""
    counted = [(tree.text(path).count("\n"), path) for path in tree.swift("Sources")]
    return [f"{path}: {lines} lines, better {SOURCE_SOFT}" for lines, path in counted if SOURCE_SOFT < lines <= SOURCE_HARD]


def folders(tree: Tree) -> list[str]:
    """A folder is one idea: no folder of Sources or Tests holds more than 25 files."""
    counts: dict[str, int] = {}
    for path in tree.files():
        if path.startswith(("Sources/", "Tests/")):
            folder = os.path.dirname(path)
            counts[folder] = counts.get(folder, 0) + 1
    return [
        f"{folder}: {count} files, at most {FILES_PER_FOLDER}; split it by idea"
        for folder, count in sorted(counts.items()) if count > FILES_PER_FOLDER
    ]


def words(tree: Tree) -> list[str]:
    """No path of one machine, nothing put off, no access wider than the package."""
    rules = [
        (r"/work/|/tmp/", lambda path: path.startswith("Sources/"), "a path of one machine"),
        (r"\.\./shared", lambda path: not re.match(r"Tests/|\.ci/|.*\.md$", path), "what lies outside this clone"),
        (r"\b(TODO|FIXME|XXX|HACK)\b", lambda path: re.match(r"Sources/|Tests/|Makefile|Package", path), "work put off"),
        (r"@testable\b", lambda path: path.endswith(".swift"), "tests see what other targets see: package"),
        (r"^\s*(public|open) ", lambda path: re.match(r"Sources/.*\.swift$", path), "access is package at most"),
    ]
    problems = []
    for path in tree.files():
        applying = [(re.compile(pattern), why) for pattern, applies, why in rules if applies(path)]
        for number, line in enumerate(tree.text(path).splitlines() if applying else [], 1):
            for pattern, why in applying:
                if found := pattern.search(line):
                    problems.append(f"{path}:{number}: \"{found.group().strip()}\": {why}")
    return problems


def wording(tree: Tree) -> list[str]:
    """A text in both languages is Chinese in Chinese and English in English."""
    problems = []
    for path in tree.swift("Sources"):
        for pair in bilingual.pairs(tree.text(path)):
            place = f"{path}:{pair.line}"
            zh, en = EXAMPLE.sub("", pair.zh), EXAMPLE.sub("", pair.en)
            # One word that is the same in both languages is a code.
            is_code = pair.zh == pair.en and " " not in pair.zh
            if not CHINESE.search(pair.zh) and ENGLISH_WORD.search(zh) and not is_code:
                problems.append(f"{place}: the Chinese text has no Chinese character: {shown(pair.zh)}")
            elif found := ENGLISH_SENTENCE.search(zh):
                problems.append(f"{place}: the Chinese text has English words: \"{found.group()}\"")
            if found := CHINESE.search(CHINESE_TERMS.sub("", en)):
                problems.append(f"{place}: the English text has the Chinese character {found.group()}: {shown(pair.en)}")
    return problems


def shown(text: str) -> str:
    return '"' + text.replace(bilingual.GAP, "…")[:60] + '"'


def scripts(tree: Tree) -> list[str]:
    """A file that names its interpreter can be run, and the other way round."""
    problems = []
    for path in tree.files():
        with open(tree.root / path, "rb") as file:
            script = file.read(2) == b"#!"
        runnable = os.access(tree.root / path, os.X_OK)
        if script and not runnable:
            problems.append(f"{path}: is a script without its executable bit; chmod +x it")
        if runnable and not script:
            problems.append(f"{path}: is executable and no script; chmod -x it")
    return problems


def links(tree: Tree) -> list[str]:
    """Links between our pages and files lead somewhere."""
    problems = []
    for path in (path for path in tree.files() if path.endswith(".md")):
        for target in re.findall(r"\]\(([^)\s#]+)[^)]*\)", tree.text(path)):
            if "://" not in target and not target.startswith("mailto:"):
                if not (tree.root / path).parent.joinpath(target).exists():
                    problems.append(f"{path}: the link to {target} leads nowhere")
    return problems


def citations(tree: Tree) -> list[str]:
    """A document that code or a page names in backquotes is in the repository, at that path or under that name."""
    files = tree.files()
    known = {os.path.basename(path) for path in files} | set(files)
    problems = []
    for path in (path for path in files if path.endswith((".swift", ".md", ".yaml", ".py")) and path != "CHANGELOG.md"):
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            for name in re.findall(r"`([\w./-]+\.md)[`,§ ]", line):
                if name not in known and not any(file.endswith("/" + name) for file in files):
                    problems.append(f"{path}:{number}: cites {name}, which is not in the repository")
    return problems


def floor_table(tree: Tree) -> tuple[dict[str, tuple[int, set[str]]], list[str]]:
    """Each target's floor and imports, from the table with the heading | floor | target | is | imports |."""
    table: dict[str, tuple[int, set[str]]] = {}
    problems = []
    for line in tree.text(FLOORS).splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) != 4 or not cells[0].isdigit():
            continue
        for name in re.findall(r"`([\w-]+)`", cells[1]):
            if name in table:
                problems.append(f"{FLOORS}: target {name} stands twice in the table")
            table[name] = (int(cells[0]), set(re.findall(r"`([\w-]+)`", cells[3])))
    if not table:
        problems.append(f"{FLOORS}: has no table | floor | target | is | imports |")
    return table, problems


def dependencies(target: dict) -> set[str]:
    return {next(iter(dependency.values()))[0] for dependency in target["dependencies"]}


CHECKS = [format, floors, imports, targets, folders, sizes, words, wording, scripts, links, citations]
