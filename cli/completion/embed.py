#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write files as strings of C: NAME=FILE... gives `const char cli_script_NAME[]`, so that the program can print what is installed."""
import json
import sys

for arg in sys.argv[1:]:
    name, _, path = arg.partition("=")
    with open(path, encoding="utf-8") as f:
        lines = "\n".join("\t" + json.dumps(line, ensure_ascii=True) for line in f)
    print(f"static const char cli_script_{name}[] =\n{lines};\n")
