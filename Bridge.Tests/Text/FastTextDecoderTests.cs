using System.Text;
using Bridge.Protocol.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Text;

/// <summary>The short way of a sound text gives what the long way gives, or leaves it to that.</summary>
[Trait("Speed", "unit")]
public class FastTextDecoderTests
{
    [Fact]
    public void What_the_short_way_takes_the_long_way_reads_alike_and_without_a_problem()
    {
        var octets = Gen.OneOf(
            ArbMap.Default.GeneratorFor<byte[]>(),
            WrittenTexts.Any.Generator.Select(Encoding.BigEndianUnicode.GetBytes),
            WrittenTexts.Any.Generator.Select(Encoding.Unicode.GetBytes),
            WrittenTexts.Any.Generator.Select(Encoding.ASCII.GetBytes),
            Septets,
            Septets.Select(septets => SeptetPacking.Pack(septets)),
            Gen.ArrayOf(Gen.Elements<byte>(0x00, 0x4E, 0x0A, 0x0D, 0x30, 0x41, 0xD8, 0xE0, 0xFE, 0xFF, 0x1B, 0x20), 12));
        var declared = Gen.Elements(Alphabet.Ucs2, Alphabet.Gsm7, Alphabet.Gsm7Packed);
        Prop.ForAll(octets.ToArbitrary(), declared.ToArbitrary(), Gen.Choose(0, 6).ToArbitrary(), AgreesWithTheLongWay)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    [Fact]
    public void Parts_that_the_short_way_joins_the_long_way_joins_alike()
    {
        var taken = 0;
        var body = Gen.OneOf(
            Septets,
            WrittenTexts.Any.Generator.Select(text => Encoding.BigEndianUnicode.GetBytes(text.Length > 60 ? text[..60] : text)),
            Gen.ArrayOf(Gen.Elements<byte>(0x00, 0x4E, 0x0A, 0x30, 0x41, 0xD8, 0x1B, 0x20), 10));
        var parts =
            from isPacked in ArbMap.Default.GeneratorFor<bool>()
            from usual in Gen.Frequency((3, Gen.Constant(Septets)), (1, Gen.Constant(body)))
            from texts in usual.ArrayOf(3)
            from headers in Gen.Frequency(
                    (3, Gen.Constant<byte[]>([5, 0, 3, 1, 2, 1])),
                    (1, Gen.Elements<byte[]>([], [6, 8, 4, 0, 1, 2, 1], [3, 0x24, 1, 1], [9, 9])))
                .ArrayOf(3)
            select (
                IsPacked: isPacked,
                Bodies: texts.Zip(headers, (text, header) => (byte[])[.. header, .. isPacked ? Packed(text, header) : text]).ToArray());
        var coding = Gen.Elements<byte>(0, 0, 8);
        Prop.ForAll(
                parts.ToArbitrary(),
                coding.ToArbitrary(),
                (given, dataCoding) =>
                {
                    var defaultAlphabet = given.IsPacked ? Alphabet.Gsm7Packed : Alphabet.Gsm7;
                    ReceivedPart[] pieces =
                    [
                        .. given.Bodies.Select(
                            (octets, i) => new ReceivedPart(i + 1, dataCoding, octets, octets is [5 or 6 or 3 or 9, ..])),
                    ];
                    if (TextJoiner.JoinFast(pieces, pieces.Length, defaultAlphabet) is not { } clean) return;
                    taken++;
                    var judged = TextJoiner.JoinByRuns(pieces, pieces.Length, defaultAlphabet);
                    (clean.Text, clean.Alphabet).ShouldBe((judged.Text, judged.Alphabet));
                    judged.Problems.ShouldBeEmpty();
                })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
        taken.ShouldBeGreaterThan(200);
    }

    [Fact]
    public void Every_unit_of_UCS_2_alone_among_Chinese_is_read_alike()
    {
        for (var unit = 0; unit <= 0xFFFF; unit++)
        {
            AgreesWithTheLongWay([0x65, 0x51, 0x54, 0x7D, 0x4E, 0x0A, (byte)(unit >> 8), (byte)unit], Alphabet.Ucs2);
        }
    }

    [Theory]
    [InlineData("我在上水天平邨天喜樓十字樓", Alphabet.Ucs2)]
    [InlineData("救命", Alphabet.Ucs2)]
    [InlineData("Fire at 10/F, help", Alphabet.Gsm7)]
    [InlineData("£5 @ 10/F [lift] {B} costs €5", Alphabet.Gsm7)]
    [InlineData("Fire at 10/F, help", Alphabet.Gsm7Packed)]
    [InlineData("£5 @ 10/F [lift] {B} costs €5", Alphabet.Gsm7Packed)]
    public void Usual_texts_go_the_short_way_and_cost_nothing_but_their_string(string text, Alphabet declared)
    {
        var octets = declared switch
        {
            Alphabet.Ucs2 => Encoding.BigEndianUnicode.GetBytes(text),
            Alphabet.Gsm7 => Gsm7.Encode(text),
            _ => SeptetPacking.Pack(Gsm7.Encode(text)),
        };
        var coding = (byte)(declared == Alphabet.Ucs2 ? 8 : 0);
        TextDecoder
            .Decode(octets, coding, declared)
            .ShouldSatisfyAllConditions(read => read.Text.ShouldBe(text), read => read.Problems.ShouldBeEmpty());

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) TextDecoder.Decode(octets, coding, declared);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        each.ShouldBeLessThanOrEqualTo(22 + (2 * text.Length) + 7); // a string's header, its units and its NUL, in whole words
    }

    [Fact]
    public void Parts_that_are_not_packed_as_their_label_says_are_left_to_the_long_way()
    {
        ReceivedPart[] pieces = [new(1, 0, "Fire at 10 "u8.ToArray(), false), new(2, 0, "Queens Road"u8.ToArray(), false)];
        TextJoiner.JoinFast(pieces, pieces.Length, Alphabet.Gsm7Packed).ShouldBeNull();
        TextJoiner.Join(pieces, pieces.Length, Alphabet.Gsm7Packed).Text.ShouldBe("Fire at 10 Queens Road");
    }

    [Fact]
    public void Joining_costs_nothing_but_the_string()
    {
        foreach (var alphabet in (Alphabet[])[Alphabet.Gsm7, Alphabet.Gsm7Packed])
        {
            foreach (var text in (
                string[])[string.Concat(Enumerable.Repeat("上水天平邨", 134)), string.Concat(Enumerable.Repeat("Fire at 10/F [lift] ", 70))])
            {
                ReceivedPart[] parts =
                [
                    .. TextSplitter
                        .Split(text, LongTextForm.Udh, 1, alphabet)
                        .Select((part, i) => new ReceivedPart(i + 1, part.DataCoding, part.UserData, part.HasUdh)),
                ];
                TextJoiner.Join(parts, parts.Length, alphabet).Text.ShouldBe(text);

                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var i = 0; i < 100; i++) TextJoiner.Join(parts, parts.Length, alphabet);
                var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
                each.ShouldBeLessThanOrEqualTo(22 + (2 * text.Length) + 7);
            }
        }
    }

    /// <summary>GSM-7, one septet an octet: with escapes that mean something and some that do not.</summary>
    private static Gen<byte[]> Septets { get; } =
        from pieces in Gen.Elements<byte[]>(
            [0x00], [0x41], [0x61], [0x20], [0x02], [0x11], [0x1B, 0x65], [0x1B, 0x3C], [0x1B, 0x1B], [0x1B, 0x41], [0x0D]).ArrayOf()
        from sound in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        select (byte[])[.. pieces.Where(piece => !sound || piece is not [0x1B, 0x1B or 0x41]).SelectMany(piece => piece)];

    private static byte[] Packed(byte[] septets, byte[] header) =>
        SeptetPacking.Pack([.. septets.Select(septet => (byte)(septet & 0x7F))], SeptetPacking.FillBits(header.Length));

    private static void AgreesWithTheLongWay(byte[] octets, Alphabet declared) => AgreesWithTheLongWay(octets, declared, 0);

    private static void AgreesWithTheLongWay(byte[] octets, Alphabet declared, int fillBits)
    {
        if (FastTextDecoder.TryDecode(octets, declared, fillBits) is not { } fast) return;
        var problems = new List<string>();
        var interpretation = TextDecoder.Interpret(
            new EncodedText([new(octets, fillBits)], ShiftTables.Default), (byte)(declared == Alphabet.Ucs2 ? 8 : 0), declared, problems);
        fast.ShouldBe(VisibleText.From(interpretation.Text, problems));
        interpretation.Alphabet.ShouldBe(CodingRule.ToReported(declared));
        problems.ShouldBeEmpty();
    }
}
