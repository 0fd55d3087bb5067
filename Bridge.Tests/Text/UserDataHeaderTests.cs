using Bridge.Protocol.Smpp;
using Bridge.Protocol.Text;

namespace Bridge.Tests.Text;

[Trait("Speed", "unit")]
public class UserDataHeaderTests
{
    private static UserDataHeader Read(string hex) => UserDataHeader.Read(Convert.FromHexString(hex.Replace(" ", "")), hasUdh: true);

    [Theory]
    [InlineData("05 00 03 2A 03 02 41", 6, ReferenceKind.Udh8, 0x2A, 3, 2)]
    [InlineData("06 08 04 12 34 03 02 41", 7, ReferenceKind.Udh16, 0x1234, 3, 2)]
    [InlineData("0B 05 04 0B84 23F0 00 03 2A 03 02 41", 12, ReferenceKind.Udh8, 0x2A, 3, 2)] // behind application ports
    [InlineData("0B 24 01 01 70 00 08 04 00 07 02 01", 12, ReferenceKind.Udh16, 7, 2, 1)]
    [InlineData("0A 00 03 01 02 01 00 03 2A 03 02", 11, ReferenceKind.Udh8, 0x2A, 3, 2)] // repeated: the last counts
    [InlineData("0B 08 04 12 34 03 02 00 03 2A 03 02", 12, ReferenceKind.Udh8, 0x2A, 3, 2)] // mutually exclusive: the last counts
    [InlineData("0B 00 03 2A 03 02 08 04 12 34 00 02", 12, ReferenceKind.Udh8, 0x2A, 3, 2)] // an impossible one is as if not there
    public void A_concatenation_is_found_anywhere(string hex, int octets, ReferenceKind kind, int reference, byte total, byte number)
    {
        var header = Read(hex);
        header.Octets.ShouldBe(octets);
        header.Concatenation.ShouldBe(new Concatenation(kind, (ushort)reference, total, number));
    }

    [Theory]
    [InlineData("05 00 03 2A 00 01", "no parts")]
    [InlineData("05 00 03 2A 01 01", "one part")]
    [InlineData("05 00 03 2A 03 00", "part 0")]
    [InlineData("05 00 03 2A 03 04", "part 4 of 3")]
    [InlineData("05 08 03 2A 03 02", "16 bits need four octets")]
    public void An_impossible_concatenation_is_none(string hex, string why)
    {
        var header = Read(hex);
        header.Octets.ShouldBe(6, why);
        header.Concatenation.ShouldBeNull(why);
        header.Problem.ShouldBeNull(why);
    }

    [Theory]
    [InlineData("48 45 4C 50", TextProblem.HeaderOverrun)] // "HELP" under a false flag
    [InlineData("06 00 03 2A 03 02", TextProblem.HeaderOverrun)]
    [InlineData("05 00 09 2A 03 02 41", TextProblem.ElementOverrun)]
    [InlineData("06 00 03 2A 03 02 00", TextProblem.ElementOverrun)]
    public void A_header_that_cannot_be_true_is_text(string hex, string problem) =>
        Read(hex).ShouldBe(new UserDataHeader(0, null, problem));

    [Fact]
    public void Without_the_flag_there_is_no_header() =>
        UserDataHeader.Read([0x05, 0x00, 0x03, 0x2A, 0x03, 0x02], hasUdh: false).ShouldBe(new UserDataHeader(0, null, null));

    [Fact]
    public void A_national_language_is_read_and_one_that_nobody_knows_is_told()
    {
        Read("06 25 01 06 24 01 02 41")
            .ShouldSatisfyAllConditions(header => header.Shifts.ShouldBe(new(6, 2)), header => header.Problem.ShouldBeNull());
        Read("03 25 01 02 41").Problem.ShouldBe("national locking shift table not applied: 2"); // Spanish has none
        Read("03 24 01 0E 41").Problem.ShouldBe("national single shift table not applied: 14");
    }

    [Fact]
    public void Sar_parameters_count_when_the_header_says_nothing()
    {
        IReadOnlyList<Tlv> sar = [
            Tlv.UInt16(TlvTag.SarMsgRefNum, 0x0102), Tlv.Octet(TlvTag.SarTotalSegments, 3), Tlv.Octet(TlvTag.SarSegmentSeqnum, 2)];
        UserDataHeader.FindConcatenation(Read("03 24 01 01"), sar).ShouldBe(new Concatenation(ReferenceKind.Sar, 0x0102, 3, 2));
        UserDataHeader.FindConcatenation(Read("05 00 03 2A 03 01"), sar).ShouldBe(new Concatenation(ReferenceKind.Udh8, 0x2A, 3, 1));
        UserDataHeader.FindConcatenation(Read("00"), [sar[0], sar[1]]).ShouldBeNull();
        UserDataHeader.FindConcatenation(Read("00"), [sar[0], Tlv.Octet(TlvTag.SarTotalSegments, 1), Tlv.Octet(TlvTag.SarSegmentSeqnum, 1)])
            .ShouldBeNull();
    }
}
