using Bridge.Protocol.Smpp;
using Bridge.Worker.Configuration;

namespace Bridge.Worker.Reports;

/// <summary>Where a sender was when the text was sent, as far as the operator lets us know.</summary>
internal enum Place
{
    /// <summary>Or not known: silence says nothing.</summary>
    HongKong,

    /// <summary>The emergency numbers of Mainland China apply.</summary>
    Mainland,
    Elsewhere,
}

/// <summary>
/// Who is outside Hong Kong (the guide: 992 is for use within it). The network that served the phone decides where the operator names it; a
/// Mainland phone that roams here is here. Else the sender's number does, where the operator is set so. A text from outside is taken,
/// flagged and forwarded like any other.
/// </summary>
internal static class PlaceRule
{
    /// <summary>Country codes of Mainland China's mobile networks (ITU-T E.212).</summary>
    private static readonly string[] MainlandNetworks = ["460", "461"];

    private const string MainlandNumbers = "86";

    public static Place Of(Pdu pdu, string? msisdn, OperatorPlan operatorPlan, IReadOnlyList<string> homeNetworks)
    {
        var value = operatorPlan.ServingNetworkTag is { } tag ? pdu.Tlv((TlvTag)tag) ?? default : default;
        return Of(value.Span, msisdn, operatorPlan.OutsidePrefixes, homeNetworks);
    }

    /// <param name="servingNetwork">The TLV's value; empty when there is none.</param>
    /// <param name="homeNetworks">MCC, or MCC and MNC, that count as Hong Kong.</param>
    public static Place Of(
        ReadOnlySpan<byte> servingNetwork, string? msisdn, IReadOnlyList<string> outsidePrefixes, IReadOnlyList<string> homeNetworks)
    {
        if (ServingNetwork.Read(servingNetwork) is { } network) return Of(network, homeNetworks);
        if (msisdn is null || !outsidePrefixes.Any(prefix => msisdn.StartsWith(prefix, StringComparison.Ordinal))) return Place.HongKong;
        return IsMainlandNumber(msisdn) ? Place.Mainland : Place.Elsewhere;
    }

    private static Place Of(ServingNetwork network, IReadOnlyList<string> homeNetworks)
    {
        if ((network.IsNumber ? CountryOf(network.Digits) : network.Digits) is not { } code) return Place.Elsewhere;

        // A country alone is home when any network of it is: one is not sent away because the operator says less than the setting does.
        if (homeNetworks.Any(home => code.StartsWith(home, StringComparison.Ordinal) || home.StartsWith(code, StringComparison.Ordinal)))
        {
            return Place.HongKong;
        }

        return MainlandNetworks.Any(mainland => code.StartsWith(mainland, StringComparison.Ordinal)) ? Place.Mainland : Place.Elsewhere;
    }

    /// <summary>The MCC of a switch's number, of the countries that matter here.</summary>
    private static string? CountryOf(string number) =>
        number.StartsWith("852", StringComparison.Ordinal) ? "454"
        : number.StartsWith("853", StringComparison.Ordinal) ? "455"
        : IsMainlandNumber(number) ? "460"
        : null;

    private static bool IsMainlandNumber(string number) => number.StartsWith(MainlandNumbers, StringComparison.Ordinal);
}
