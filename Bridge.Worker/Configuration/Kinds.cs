using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Bridge.Protocol.Smpp;

namespace Bridge.Worker.Configuration;

/// <summary>The kinds of values there are. All read the same from JSON, an environment variable and a command line.</summary>
internal static class Kinds
{
    private const string HongKong = "852";

    public static ValueKind<bool> Flag { get; } = new("true, false", bool.TryParse);

    public static ValueKind<byte> Octet { get; } = new("a whole number from 0 to 255", (string written, out byte value) =>
        byte.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out value));

    /// <summary>Any command_status but ESME_ROK, which would tell the operator that the text is stored.</summary>
    public static ValueKind<CommandStatus> ErrorStatus { get; } = new(
        "a command_status other than 0, as \"0x08\" or 8", (string written, out CommandStatus value) =>
    {
        var read = TryNumber(written, out var number);
        value = (CommandStatus)number;
        return read && number != 0;
    });

    public static ValueKind<ushort> Tag { get; } = new(
        "the tag of a TLV from 0x0001 to 0xFFFF, as \"0x1400\" or 5120", (string written, out ushort value) =>
    {
        var read = TryNumber(written, out var number);
        value = unchecked((ushort)number);
        return read && number is > 0 and <= ushort.MaxValue;
    });

    /// <summary>It becomes one word of a routing key and the label of a metric; a dot would make it two words.</summary>
    public static ValueKind<string> Name { get; } = Text(
        "1 to 64 letters, digits, - or _", 1, 64, c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    public static ValueKind<string> NodeName { get; } = Text(
        "1 to 64 letters, digits, -, _ or .", 1, 64, c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    public static ValueKind<string> Path { get; } = Text(
        "a path", written => !string.IsNullOrWhiteSpace(written) && !written.Contains('\0'));

    public static ValueKind<string> Host { get; } = Text(
        "a host name or an IP address", written => Uri.CheckHostName(written) != UriHostNameType.Unknown);

    public static ValueKind<IPEndPoint> EndPoint { get; } = new(
        "ADDRESS:PORT with an IP address", (string written, [MaybeNullWhen(false)] out IPEndPoint value) =>
        IPEndPoint.TryParse(written, out value) && value.Port > 0);

    public static ValueKind<IPNetwork> IpNetwork { get; } = new(
        "an IP address, or a network as 192.0.2.0/24", (string written, out IPNetwork value) =>
    {
        if (IPNetwork.TryParse(written, out value)) return true;
        if (!IPAddress.TryParse(written, out var single)) return false;
        value = new IPNetwork(single, single.GetAddressBytes().Length * 8);
        return true;
    });

    /// <summary>MCC, or MCC and MNC (ITU-T E.212).</summary>
    public static ValueKind<string> NetworkPrefix { get; } = Text("an MCC of 3 digits, or MCC and MNC of 5 or 6", written =>
        written.Length is 3 or 5 or 6 && written.All(char.IsAsciiDigit));

    /// <summary>Becomes E.164 without the plus: 00 and + are removed, 8 digits are a number of Hong Kong and get 852.</summary>
    public static ValueKind<string> Msisdn { get; } = new(
        "a telephone number of 3 to 15 digits", (string written, [MaybeNullWhen(false)] out string value) =>
            (value = Configuration.Msisdn.Parse(written)?.Digits) is not null);

    /// <summary>How numbers abroad begin. A prefix that Hong Kong's own numbers have would turn everybody away.</summary>
    public static ValueKind<string> ForeignPrefix { get; } = Text(
        "1 to 15 digits that begin numbers of elsewhere than Hong Kong (852)", written =>
        written.Length is >= 1 and <= 15 && written.All(char.IsAsciiDigit) && written[0] != '0'
        && !written.StartsWith(HongKong, StringComparison.Ordinal) && !HongKong.StartsWith(written, StringComparison.Ordinal));

    public static ValueKind<Uri> Listen { get; } = new(
        "http://ADDRESS:PORT with an IP address or localhost, and no path", (string written, [MaybeNullWhen(false)] out Uri value) =>
        Uri.TryCreate(written, UriKind.Absolute, out value)
        && value.Scheme == Uri.UriSchemeHttp
        && value is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
        && (value.Host == "localhost" || IPAddress.TryParse(value.Host.Trim('[', ']'), out _)));

    /// <summary>Secret, because it holds a password.</summary>
    public static ValueKind<Uri> Amqp { get; } = new(
        "amqp://USER:PASSWORD@HOST:PORT/VHOST, or amqps://", (string written, [MaybeNullWhen(false)] out Uri value) =>
        Uri.TryCreate(written, UriKind.Absolute, out value) && value.Scheme is "amqp" or "amqps" && value.Host.Length > 0)
    {
        Secret = true,
    };

    public static ValueKind<string> Token { get; } = Text(
        "a token of visible ASCII characters without spaces", 1, 4096, c => c is > ' ' and <= '~') with
    { Secret = true };

    /// <summary>One of these words, in any case.</summary>
    public static ValueKind<string> OneOf(params string[] words) => OneOf([.. words.Select(word => (word, word))]);

    /// <inheritdoc cref="OneOf(string[])"/>
    public static ValueKind<T> OneOf<T>(params (string Word, T Value)[] words) =>
        new(string.Join(", ", words.Select(w => w.Word)), (string written, [MaybeNullWhen(false)] out T value) =>
    {
        foreach (var (word, meaning) in words)
        {
            if (!word.Equals(written, StringComparison.OrdinalIgnoreCase)) continue;
            value = meaning;
            return true;
        }
        value = default;
        return false;
    });

    public static ValueKind<int> WholeNumber(int least, int most) =>
        new($"a whole number from {least} to {most}", (string written, out int value) =>
        int.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least && value <= most);

    public static ValueKind<double> Number(double least, double most) =>
        new($"a number from {least} to {most}", (string written, out double value) =>
        double.TryParse(written, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value >= least
            && value <= most);

    /// <summary>[d.]hh:mm:ss[.fff], the bounds too. TimeSpan alone takes "10" as ten days and "00:15" as 15 minutes.</summary>
    public static ValueKind<TimeSpan> Duration(string least, string most)
    {
        var (shortest, longest) = (ParseTime(least), ParseTime(most));
        return new($"a time from {shortest} to {longest}, written [d.]hh:mm:ss[.fff]", (string written, out TimeSpan value) =>
        {
            value = default;
            return written.Count(c => c == ':') == 2
                && TimeSpan.TryParseExact(written, "c", CultureInfo.InvariantCulture, out value)
                && value >= shortest
                && value <= longest;
        });
    }

    /// <summary>As <see cref="Duration"/>; "off" is null.</summary>
    public static ValueKind<TimeSpan?> DurationOrOff(string least, string most)
    {
        var duration = Duration(least, most);
        return new("off, or " + duration.Allowed, (string written, out TimeSpan? value) =>
        {
            value = duration.Read(written, out var time) ? time : null;
            return value is not null || written.Equals("off", StringComparison.OrdinalIgnoreCase);
        });
    }

    /// <summary>A C-octet string of the wire (SMPP v3.4 §3.1) as characters of one octet, its NUL not counted.</summary>
    public static ValueKind<string> Ascii(int least, int most) =>
        Text($"{least} to {most} visible ASCII characters", least, most, c => c is >= ' ' and <= '~');

    public static ValueKind<string> Digits(int least, int most) => Text($"{least} to {most} digits", least, most, char.IsAsciiDigit);

    public static ValueKind<string> Text(string allowed, Func<string, bool> fits) =>
        new(allowed, (string written, [MaybeNullWhen(false)] out string value) =>
    {
        value = written;
        return fits(written);
    });

    private static ValueKind<string> Text(string allowed, int least, int most, Func<char, bool> fits) =>
        Text(allowed, written => written.Length >= least && written.Length <= most && written.All(fits));

    private static TimeSpan ParseTime(string written) => TimeSpan.ParseExact(written, "c", CultureInfo.InvariantCulture);

    private static bool TryNumber(string written, out uint number) => written.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? uint.TryParse(written.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
        : uint.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
