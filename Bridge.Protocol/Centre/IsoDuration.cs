using System.Globalization;
using System.Text.RegularExpressions;

namespace Bridge.Protocol.Centre;

/// <summary>
/// Parses ISO 8601 durations of weeks, or of days, hours, minutes and seconds. Years and months are not accepted, because their length
/// varies.
/// </summary>
internal static partial class IsoDuration
{
    // Enough for any duration within a century, and so short that no number in it overflows a decimal.
    private const int MaxLength = 24;

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length > MaxLength || Form().Match(text) is not { Success: true } match) return false;

        var seconds = (Number(match, "w") * 604_800) + (Number(match, "d") * 86_400)
            + (Number(match, "h") * 3_600) + (Number(match, "m") * 60) + Number(match, "s");
        if (seconds > (decimal)TimeSpan.MaxValue.TotalSeconds - 1) return false;

        duration = TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    private static decimal Number(Match match, string group) =>
        match.Groups[group] is { Success: true } digits
            ? decimal.Parse(digits.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            : 0;

    [GeneratedRegex(
        @"\AP(?:(?<w>[0-9]+)W"
            + @"|(?=[0-9T])(?:(?<d>[0-9]+)D)?"
            + @"(?:T(?=[0-9])(?:(?<h>[0-9]+)H)?(?:(?<m>[0-9]+)M)?(?:(?<s>[0-9]+(?:\.[0-9]+)?)S)?)?)\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
