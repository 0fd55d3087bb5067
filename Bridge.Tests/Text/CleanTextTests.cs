using System.Text;
using Bridge.Protocol.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Text;

/// <summary>The short way of a sound text gives what the long way gives, or leaves it to that.</summary>
public class CleanTextTests
{
    [Fact]
    public void What_the_short_way_takes_the_long_way_reads_alike_and_without_a_problem()
    {
        var octets = Gen.OneOf(
            ArbMap.Default.GeneratorFor<byte[]>(),
            WrittenTexts.Any.Generator.Select(Encoding.BigEndianUnicode.GetBytes),
            WrittenTexts.Any.Generator.Select(Encoding.Unicode.GetBytes),
            WrittenTexts.Any.Generator.Select(Encoding.ASCII.GetBytes),
            Gen.ArrayOf(Gen.Elements<byte>(0x00, 0x4E, 0x0A, 0x0D, 0x30, 0x41, 0xD8, 0xE0, 0xFE, 0xFF, 0x1B, 0x20), 12));
        Prop.ForAll(octets.ToArbitrary(), Gen.Elements(Alphabet.Ucs2, Alphabet.Gsm7).ToArbitrary(), AgreesWithTheLongWay).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void Every_unit_of_UCS_2_alone_among_Chinese_is_read_alike()
    {
        for (var unit = 0; unit <= 0xFFFF; unit++) AgreesWithTheLongWay([0x65, 0x51, 0x54, 0x7D, 0x4E, 0x0A, (byte)(unit >> 8), (byte)unit], Alphabet.Ucs2);
    }

    [Theory]
    [InlineData("我在上水天平邨天喜樓十字樓", Alphabet.Ucs2)]
    [InlineData("Fire at 10/F, help", Alphabet.Gsm7)]
    public void Usual_texts_go_the_short_way_and_cost_nothing_but_their_string(string text, Alphabet declared)
    {
        var octets = declared == Alphabet.Ucs2 ? Encoding.BigEndianUnicode.GetBytes(text) : Encoding.ASCII.GetBytes(text);
        var coding = (byte)(declared == Alphabet.Ucs2 ? 8 : 0);
        TextDecoder.Decode(octets, coding, Alphabet.Gsm7).Text.ShouldBe(text);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) TextDecoder.Decode(octets, coding, Alphabet.Gsm7);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        each.ShouldBeLessThanOrEqualTo(22 + (2 * text.Length) + 7); // a string's header, its units and its NUL, in whole words
    }

    private static void AgreesWithTheLongWay(byte[] octets, Alphabet declared)
    {
        if (CleanText.Read(octets, declared) is not { } clean) return;
        var problems = new List<string>();
        var reading = TextDecoder.Read(new Body([new(octets)], ShiftTables.Default), (byte)(declared == Alphabet.Ucs2 ? 8 : 0), Alphabet.Gsm7, problems);
        clean.ShouldBe(VisibleText.Of(reading.Text, problems));
        reading.Alphabet.ShouldBe(declared);
        problems.ShouldBeEmpty();
    }
}
