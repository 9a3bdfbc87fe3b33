#!/usr/bin/env bash
# Writes app/look/assets: Inter 4.1.1 in the three weights that the studio uses, with the letters of
# Latin, Greek and Cyrillic and the signs of the interface. Needs npm and Python; nothing of them
# stays. Other scripts, such as Chinese, come from the system's fonts.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

release=inter-ui@4.1.1
assets=$PWD/app/look/assets
letters=20-7E,A0-17F,192,1A0-1A1,1AF-1B0,1C4-1CC,1E6-1E7,1FA-1FF,218-21B,237,2BC,2C6-2C7,2C9,2D8-2DD,300-304,306-30C,31B,323,326-328,384-3CE,400-45F,490-491,4D8-4D9,1E80-1E85,1E9E,1EA0-1EF9,1EF2-1EF3
signs=2010-2015,2018-2022,2026,202F,2030,2032-2033,2039-203A,2044,2070,2074-2079,207A-207E,207F,2080-2089,20AC,2116,2122,2126,2190-2199,21A9,21AA,21B5,21E7,2202,2206,220F,2211,2212,2215,2219,221A,221E,222B,2248,2260,2264-2265,2303,2318,2325,232B,2326,25A0-25A1,25B2-25B3,25B6-25B9,25BC-25BD,25C0-25C3,25CA-25CB,25CF,2713,2717,FEFF,FFFD

folder=$(mktemp --directory)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && npm pack --silent "$release" >/dev/null && tar -xzf inter-ui-*.tgz)
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install --quiet "fonttools[woff]==4.60.1"

mkdir -p "$assets"
for weight in Regular Medium SemiBold; do
    # Without `calt`, which would show 512x512 and -> otherwise than they are written.
    "$folder/python/bin/pyftsubset" "$folder/package/web/Inter-$weight.woff2" \
        --unicodes="$letters,$signs" --layout-features=ccmp,kern,locl,mark,mkmk,tnum \
        --no-hinting --output-file="$assets/Inter-$weight.ttf"
    # One family by every system's way of naming: Qt on Linux reads the old names only.
    # Only figures are tabular: Inter widens spaces, hyphens and stops, too.
    "$folder/python/bin/python" - "$assets/Inter-$weight.ttf" "$weight" <<'END'
import sys
from fontTools.ttLib import TTFont
file, weight = sys.argv[1:]
font = TTFont(file)
for record in list(font["name"].names):
    if record.nameID in (1, 2):
        record.string = "Inter" if record.nameID == 1 else weight
    elif record.nameID > 14:
        font["name"].names.remove(record)
figures = set("zero one two three four five six seven eight nine".split())
substitutions = font["GSUB"].table
for feature in substitutions.FeatureList.FeatureRecord:
    if feature.FeatureTag == "tnum":
        for at in feature.Feature.LookupListIndex:
            for table in substitutions.LookupList.Lookup[at].SubTable:
                table = getattr(table, "ExtSubTable", table)
                kept = {old: new for old, new in table.mapping.items() if old in figures}
                table.mapping = kept
font.save(file)
END
done
cp "$folder/package/LICENSE.txt" "$assets/Inter-LICENSE.txt"
