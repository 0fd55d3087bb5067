using System.Text;
using Bridge.Worker.Reports;

namespace Bridge.Tests.Reports;

[Trait("Speed", "unit")]
public sealed class PlaceTests
{
    private static readonly string[] Home = ["454", "455"];

    [Theory]
    [InlineData("454", "454", false)]
    [InlineData("45406", "45406", false)]
    [InlineData("46000\0", "46000", false)]
    [InlineData("454-06", "45406", false)]
    [InlineData("310 410", "310410", false)]
    [InlineData("310410", "310410", false)]
    [InlineData("+85290000001", "85290000001", true)]
    [InlineData("85290000001", "85290000001", true)]
    [InlineData("008613800138000", "8613800138000", true)]
    [InlineData("90000001", "85290000001", true)]
    [InlineData("", null, false)]
    [InlineData("\0", null, false)]
    [InlineData("000", null, false)]
    [InlineData("12", null, false)]
    [InlineData("4540", null, false)]
    [InlineData("454061234567890", null, false)]
    [InlineData("1234567", null, false)]
    [InlineData("SmarTone", null, false)]
    [InlineData("+", null, false)]
    public void A_network_in_ASCII_is_its_codes_or_its_switchs_number(string value, string? digits, bool isNumber) =>
        ShouldRead(Encoding.ASCII.GetBytes(value), digits, isNumber);

    [Theory]
    [InlineData("54F460", "45406", false)]
    [InlineData("64F000", "46000", false)]
    [InlineData("130014", "310410", false)]
    [InlineData("54FF60", null, false)]
    [InlineData("FFFFFF", null, false)]
    [InlineData("9158A2090000F1", null, false)]
    [InlineData("915822090000F1", "85229000001", true)]
    [InlineData("91683108108300F0", "8613800138000", true)]
    [InlineData("91", null, false)]
    [InlineData("8100", null, false)]
    [InlineData("00", null, false)]
    public void A_network_in_semi_octets_is_told_by_its_form(string hex, string? digits, bool isNumber) =>
        ShouldRead(Convert.FromHexString(hex), digits, isNumber);

    [Theory]
    [InlineData("45406", "91234567", SenderPlace.HongKong)]
    [InlineData("45501", "91234567", SenderPlace.HongKong)]
    [InlineData("46000", "91234567", SenderPlace.Mainland)]
    [InlineData("46100", "91234567", SenderPlace.Mainland)]
    [InlineData("23410", "91234567", SenderPlace.Elsewhere)]
    [InlineData("85290000001", "91234567", SenderPlace.HongKong)]
    [InlineData("85366000001", "91234567", SenderPlace.HongKong)]
    [InlineData("8613800138000", "91234567", SenderPlace.Mainland)]
    [InlineData("447700900123", "91234567", SenderPlace.Elsewhere)]
    [InlineData("45406", "8613800138000", SenderPlace.HongKong)]
    [InlineData("", "8613800138000", SenderPlace.Mainland)]
    [InlineData("?", "8613800138000", SenderPlace.Mainland)]
    [InlineData("", "447700900123", SenderPlace.Elsewhere)]
    [InlineData("", "85291234567", SenderPlace.HongKong)]
    [InlineData("", "819012345678", SenderPlace.HongKong)]
    [InlineData("", null, SenderPlace.HongKong)]
    internal void The_serving_network_goes_before_the_senders_number_and_silence_says_nothing(
        string network, string? msisdn, SenderPlace place) =>
        PlaceRule.Classify(Encoding.ASCII.GetBytes(network), msisdn, ["86", "44"], Home).ShouldBe(place);

    [Theory]
    [InlineData("454", SenderPlace.HongKong)]
    [InlineData("45406", SenderPlace.HongKong)]
    [InlineData("45400", SenderPlace.Elsewhere)]
    [InlineData("85290000001", SenderPlace.HongKong)]
    internal void Home_may_be_one_network_and_who_names_only_the_country_is_not_sent_away(string network, SenderPlace place) =>
        PlaceRule.Classify(Encoding.ASCII.GetBytes(network), "85291234567", [], ["45406"]).ShouldBe(place);

    private static void ShouldRead(byte[] value, string? digits, bool isNumber)
    {
        var read = ServingNetwork.Read(value);

        read?.Digits.ShouldBe(digits);
        read.HasValue.ShouldBe(digits is not null);
        if (read is { } network) network.IsNumber.ShouldBe(isNumber);
    }
}
