#!/usr/bin/env python3
"""Makes hkscs-private-use.txt and chinese-marks.txt, beside this file, from Debian's `locales` and `unicode-data` (README.md has the why).

    apt-get install locales unicode-data && python3 generate.py
"""
import bz2
import gzip
import pathlib
import re

CHARMAPS = "/usr/share/i18n/charmaps/"
SOURCES = "/usr/share/unicode/Unihan_IRGSources.txt.bz2"
VARIANTS = "/usr/share/unicode/Unihan_Variants.txt.bz2"
DICTIONARY = "/usr/share/unicode/Unihan_DictionaryLikeData.txt.bz2"
HERE = pathlib.Path(__file__).parent

# Codes that the charmap lacks, because HKSCS has withdrawn them: codes of GCCS and HKSCS-1999 that were unified with an ordinary
# character, and six ETEN symbols. As in iconv-lite 0.6.3 (MIT), which also has FAC5 as 5344.
WITHDRAWN = """
FA5F 5029  FA66 507D  FABD 5305  FAC5 5344  FAD5 537F  FB48 5605  FBB8 5A77  FBF3 5E75  FBF9 5ED0  FC4F 5F58  FC6C 60A4  FCB9 6490
FCE2 6674  FCF1 675E  FDB7 6C9C  FDB8 6E1D  FDBB 6E2F  FDF1 716E  FE52 732A  FE6F 745C  FEAA 74E9  FEDD 7809  8E69 7BB8  8E6F 7C06
8E7E 7CCE  8EAB 7DD2  8EB4 7E1D  8ECD 8005  8ED0 8028  8F57 83C1  8F69 84A8  8F6E 840F  8FCB 89A6  8FCC 89A9  8FFE 8D77  906D 90FD
907A 92B9  90DC 975C  90F1 97FF  91BF 9F16  9244 8503  92AF 5159  92B0 515B  92B1 515D  92B2 515E  92C8 936E  92D1 7479  9447 6D67
94CA 799B  95D9 9097  9644 975D  96ED 701E  96FC 5B28  9B76 7201  9B78 77D7  9B7B 7E87  9BC6 99D6  9BDE 91D4  9BEC 60DE  9BF6 6FB6
9C42 8F36  9C53 4FBB  9C62 71DF  9C68 9104  9C6B 9DF0  9C77 83CF  9CBC 5C10  9CBD 79E3  9CD0 5A67  9D57 8F0B  9D5A 7B51  9DC4 62D0
9EA9 6062  9EEF 75F9  9EFD 6C4A  9F60 9B2E  9F66 9F17  9FCB 50ED  9FD8 5F0C  A063 880F  A077 62CE  A0D5 7468  A0DF 7162  A0E4 7250
C6CF 5EF4  C6D3 65E0  C6D5 7676  C6D7 96B6  C6DE 3003  C6DF 4EDD
""".split()


def charmap(name):
    """Code -> text, for two-octet codes."""
    codes = {}
    for line in gzip.open(f"{CHARMAPS}{name}.gz", "rt", encoding="latin-1"):
        if match := re.match(r"%?((?:<U[0-9A-F]+>)+)\s+/x(..)/x(..)\s", line):
            text = "".join(chr(int(u, 16)) for u in re.findall(r"<U([0-9A-F]+)>", match[1]))
            codes[int(match[2] + match[3], 16)] = text
    return codes


def private_use(code):
    """Where Windows and HKSCS itself put this Big5 code in the private use area; None for an ordinary Big5 code."""
    lead, trail = code >> 8, code & 0xFF
    i = trail - 0x40 if trail < 0x7F else trail - 0x62
    if 0xFA <= lead <= 0xFE: return 0xE000 + 157 * (lead - 0xFA) + i
    if 0x8E <= lead <= 0xA0: return 0xE311 + 157 * (lead - 0x8E) + i
    if 0x81 <= lead <= 0x8D: return 0xEEB8 + 157 * (lead - 0x81) + i
    if 0xC6A1 <= code <= 0xC8FE: return 0xF6B1 + 157 * (lead - 0xC6) + i - 63
    return None


def unihan(path, key):
    for line in bz2.open(path, "rt", encoding="utf-8"):
        if line.startswith("U+") and line.split("\t")[1] == key:
            code, _, value = line.rstrip("\n").split("\t")
            yield int(code[2:], 16), value


def hkscs(codes):
    table = {private_use(code): text for code, text in codes.items() if private_use(code)}
    for code, target in zip(WITHDRAWN[::2], WITHDRAWN[1::2]):
        table[private_use(int(code, 16))] = chr(int(target, 16))

    # Unihan follows the amendments made to HKSCS since the charmap's edition of 2008.
    for target, source in unihan(SOURCES, "kIRG_HSource"):
        if match := re.fullmatch(r"H-([0-9A-F]{4})", source):
            place = private_use(int(match[1], 16))
            if place and match[1] not in WITHDRAWN: table[place] = chr(target)

    with open(HERE / "hkscs-private-use.txt", "w", encoding="utf-8") as out:
        run = None
        for place in sorted(table):
            if run is None or place != last + 1 or place - run >= 48:
                out.write(f"{'' if run is None else chr(10)}{place:04X} ")
                run = place
            out.write(table[place])
            last = place
        out.write("\n")


def chinese_marks():
    def variants(key):
        return {code: {int(v.split("<")[0][2:], 16) for v in value.split()} for code, value in unihan(VARIANTS, key)}

    def repertoire(name):
        return {ord(c) for text in charmap(name).values() for c in text}

    traditional, simplified = variants("kTraditionalVariant"), variants("kSimplifiedVariant")
    schools = {code for code, _ in unihan(DICTIONARY, "kHKGlyph")}
    mainland = repertoire("GB2312")
    hans = {c for c, others in traditional.items() if others - {c}} - repertoire("BIG5") - schools
    hant = {c for c, others in simplified.items() if others - {c} and not (c in others and c in mainland)} - set(traditional)

    with open(HERE / "chinese-marks.txt", "w", encoding="utf-8") as out:
        for name, marks in (("Hans", hans), ("Hant", hant)):
            ordered = [chr(c) for c in sorted(marks)]
            for at in range(0, len(ordered), 48): out.write(f"{name} {''.join(ordered[at:at + 48])}\n")


hkscs(charmap("BIG5-HKSCS"))
chinese_marks()
