using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Reports;

/// <summary>Where a sender was when the text was sent, as far as the operator lets us know.</summary>
internal enum SenderPlace
{
    /// <summary>Also when nothing is known.</summary>
    HongKong,

    /// <summary>Mainland China: its own emergency numbers apply.</summary>
    Mainland,
    Elsewhere,
}

/// <summary>
/// Who is outside Hong Kong (the guide: 992 is for use within it). The network that served the phone decides, if the operator names it: a
/// Mainland phone that roams here is here. If it does not, the sender's number decides, provided that the operator is configured so. A text
/// from outside is accepted and forwarded like any other, and flagged.
/// </summary>
internal static class PlaceRule
{
    /// <summary>Country codes of Mainland China's mobile networks (ITU-T E.212).</summary>
    private static readonly string[] MainlandNetworks = ["460", "461"];

    private const string MainlandNumbers = "86";

    public static SenderPlace Classify(Pdu pdu, string? msisdn, OperatorPlan operatorPlan, IReadOnlyList<string> homeNetworks)
    {
        var value = operatorPlan.ServingNetworkTag is { } tag ? pdu.Tlv((TlvTag)tag) ?? default : default;
        return Classify(value.Span, msisdn, operatorPlan.OutsidePrefixes, homeNetworks);
    }

    /// <param name="servingNetwork">The TLV's value; empty when there is none.</param>
    /// <param name="msisdn">E.164 without the plus; null when the sender is no number.</param>
    /// <param name="outsidePrefixes">Numbers that begin so are outside; without the plus.</param>
    /// <param name="homeNetworks">MCC, or MCC and MNC, that count as Hong Kong.</param>
    public static SenderPlace Classify(
        ReadOnlySpan<byte> servingNetwork, string? msisdn, IReadOnlyList<string> outsidePrefixes, IReadOnlyList<string> homeNetworks)
    {
        if (ServingNetwork.Read(servingNetwork) is { } network) return Classify(network, homeNetworks);
        var isOutside = msisdn is not null && outsidePrefixes.Any(prefix => msisdn.StartsWith(prefix, StringComparison.Ordinal));
        if (!isOutside) return SenderPlace.HongKong;
        return IsMainlandNumber(msisdn!) ? SenderPlace.Mainland : SenderPlace.Elsewhere;
    }

    private static SenderPlace Classify(ServingNetwork network, IReadOnlyList<string> homeNetworks)
    {
        if ((network.IsNumber ? FindCountry(network.Digits) : network.Digits) is not { } code) return SenderPlace.Elsewhere;

        // If the operator names the country alone, any home network of that country makes it home: in doubt a sender is not sent away.
        if (homeNetworks.Any(home => code.StartsWith(home, StringComparison.Ordinal) || home.StartsWith(code, StringComparison.Ordinal)))
        {
            return SenderPlace.HongKong;
        }

        return MainlandNetworks.Any(mainland => code.StartsWith(mainland, StringComparison.Ordinal))
            ? SenderPlace.Mainland
            : SenderPlace.Elsewhere;
    }

    /// <summary>The MCC for the number of a switch. Null: none of the countries that matter here.</summary>
    private static string? FindCountry(string number) =>
        number.StartsWith("852", StringComparison.Ordinal) ? "454"
        : number.StartsWith("853", StringComparison.Ordinal) ? "455"
        : IsMainlandNumber(number) ? "460"
        : null;

    private static bool IsMainlandNumber(string number) => number.StartsWith(MainlandNumbers, StringComparison.Ordinal);
}
