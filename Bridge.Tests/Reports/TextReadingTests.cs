using Bridge.Protocol.Text;
using Bridge.Worker.Reports;

namespace Bridge.Tests.Reports;

[Trait("Speed", "unit")]
public sealed class TextReadingTests
{
    [Fact]
    public void A_fault_of_ours_in_reading_never_refuses_the_text()
    {
        var reading = TextReading.Read([new ReceivedPart(1, 8, new byte[] { 0x65, 0x51 }, false)], 1, Alphabet.Gsm7, "85291234567", "992",
            (_, _, _) => throw new InvalidOperationException());

        reading.Decoded.Problems.ShouldBe([TextReading.OwnFault]);
        reading.Decoded.Alphabet.ShouldBe(Alphabet.Binary);
    }

    [Fact]
    public void The_same_words_of_one_sender_have_one_key_however_they_were_cut()
    {
        var whole = TextReading.Read([Piece(1, "救命")], 1, Alphabet.Gsm7, "85291234567", "992", TextJoiner.Join);
        var parts = TextReading.Read([Piece(1, "救"), Piece(2, "命")], 2, Alphabet.Gsm7, "85291234567", "992", TextJoiner.Join);
        var other = TextReading.Read([Piece(1, "救命")], 1, Alphabet.Gsm7, "85298765432", "992", TextJoiner.Join);

        parts.TextKey.ShouldBe(whole.TextKey);
        other.TextKey.ShouldNotBe(whole.TextKey);
    }

    private static ReceivedPart Piece(int number, string text) =>
        new(number, 8, System.Text.Encoding.BigEndianUnicode.GetBytes(text), false);
}
