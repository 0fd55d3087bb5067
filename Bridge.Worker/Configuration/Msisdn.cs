namespace Bridge.Worker.Configuration;

/// <summary>
/// A telephone number as E.164 without the plus. One rule makes it, whoever wrote the number: an operator, the centre, a file of
/// subscribers or the configuration, so that all of them mean the same person.
/// </summary>
internal readonly record struct Msisdn
{
    private const int FewestDigits = 3;
    private const int LongestE164 = 15;
    private const int HongKongDigits = 8;
    private const string HongKong = "852";

    private readonly string? _digits;

    private Msisdn(string digits) => _digits = digits;

    /// <summary>The digits, with the country's code.</summary>
    public string Digits => _digits ?? "";

    /// <summary>8 digits are Hong Kong's; 00 and + go; letters, signs and the empty address are no number.</summary>
    /// <returns>Null: what was written is no number.</returns>
    public static Msisdn? Parse(string written)
    {
        var digits = written.AsSpan().Trim();
        if (digits.StartsWith("+")) digits = digits[1..];
        else if (digits.StartsWith("00")) digits = digits[2..];
        if (digits.Length is < FewestDigits or > LongestE164 || digits.ContainsAnyExceptInRange('0', '9')) return null;
        return new Msisdn(digits.Length == HongKongDigits ? string.Concat(HongKong, digits) : digits.ToString());
    }

    /// <summary>One that was parsed before it was stored.</summary>
    public static Msisdn? FromStored(string? digits) => digits is null ? null : new Msisdn(digits);

    /// <summary>Never the number: it would end in a log.</summary>
    public override string ToString() => "a number";
}
