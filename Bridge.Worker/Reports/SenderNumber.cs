using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Reports;

/// <summary>A sender's address as E.164 without the plus, or null when it is no number.</summary>
internal static class SenderNumber
{
    private const int LongestE164 = 15;
    private const int HongKongDigits = 8;
    private const string HongKong = "852";

    /// <summary>8 digits are Hong Kong's whatever TON says; 00 and + go; letters, signs and the empty address are no number.</summary>
    public static string? Msisdn(Address address)
    {
        var digits = address.Value.AsSpan().Trim();
        if (digits.StartsWith("+")) digits = digits[1..];
        else if (digits.StartsWith("00")) digits = digits[2..];
        if (digits.Length is < 3 or > LongestE164 || digits.ContainsAnyExceptInRange('0', '9')) return null;
        return digits.Length == HongKongDigits ? string.Concat(HongKong, digits) : digits.ToString();
    }

    /// <summary>What tells one sender from another: the number, or the operator with whatever stood in its place.</summary>
    public static string Key(string operatorName, Address address, string? msisdn) =>
        msisdn ?? $"{operatorName}/{address.Ton}/{address.Value}";
}
