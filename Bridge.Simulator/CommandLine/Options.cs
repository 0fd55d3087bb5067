using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Bridge.Protocol.Smpp;

namespace Bridge.Simulator.CommandLine;

/// <summary>
/// Creates options that check their value: a mistake is reported with what is allowed, before anything starts. An optional one is null
/// when it is not given.
/// </summary>
internal static class Options
{
    public static Option<int> Count(string name, string description, int min, int max, int defaultValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result => Read(result, word => ParseCount(word, min, max), $"a whole number from {min} to {max}") ?? defaultValue,
    };

    public static Option<int?> OptionalCount(string name, string description, int min, int max) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => Read(result, word => ParseCount(word, min, max), $"a whole number from {min} to {max}"),
    };

    public static Option<double?> OptionalNumber(string name, string description, double min, double max) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => Read<double?>(result, word => ParseNumber(word, min, max), $"a number from {min} to {max}"),
    };

    /// <summary>"250ms", "5s", "2m", "1h" or hh:mm:ss; below thirty days.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = result => Read(result, ParseDuration, "a duration such as 250ms, 5s, 2m or 00:00:05"),
    };

    /// <summary>A duration above zero, which may be left out: the bare option means <paramref name="bareValue"/>.</summary>
    public static Option<TimeSpan?> Interval(string name, string description, TimeSpan bareValue) => new(name)
    {
        Description = description,
        HelpName = "EVERY",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => result.Tokens.Count == 0 ? bareValue : Read(result, ParseInterval, "a duration such as 30s or 5m"),
    };

    /// <summary>A command_status in the spec's spelling or as a number.</summary>
    public static Option<CommandStatus?> Status(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "STATUS",
        CustomParser = result => Read(result, ParseStatus, "a command_status such as ESME_RBINDFAIL, 0x0D or 13, and not ESME_ROK"),
    };

    /// <summary>One of a few words; the bare option means <paramref name="bareValue"/>.</summary>
    public static Option<T> Word<T>(string name, string description, T defaultValue, IReadOnlyDictionary<string, T> words, T bareValue)
    {
        var allowed = string.Join(", ", words.Keys);
        return new(name)
        {
            Description = $"{description} One of {allowed}.",
            HelpName = "WHAT",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => defaultValue,
            CustomParser = result => result.Tokens.Count == 0 ? bareValue : Read(result, Find, allowed),
        };

        (bool Valid, T Value) Find(string word) => words.TryGetValue(word, out var value) ? (true, value) : (false, defaultValue);
    }

    public static Option<Uri?> Address(string name, string description, string? defaultValue, params string[] schemes) => new(name)
    {
        Description = description,
        HelpName = "URI",
        DefaultValueFactory = _ => defaultValue is null ? null : new Uri(defaultValue),
        CustomParser = result => Read<Uri?>(
            result,
            word => (Uri.TryCreate(word, UriKind.Absolute, out var uri) && schemes.Contains(uri.Scheme), uri),
            string.Join(" or ", schemes.Select(scheme => scheme + "://…"))),
    };

    /// <summary>A telephone number: digits alone.</summary>
    public static Option<string> Digits(string name, string description, string defaultValue)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => defaultValue };
        option.Validators.Add(result =>
        {
            var digits = result.GetValueOrDefault<string>() ?? "";
            if (digits.Length is < 1 or > 18 || !digits.All(char.IsAsciiDigit)) result.AddError($"{name}: one to eighteen digits");
        });
        return option;
    }

    public static Option<string> IpAddress(string name, string description, string defaultValue)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => defaultValue };
        option.Validators.Add(result =>
        {
            if (!IPAddress.TryParse(result.GetValueOrDefault<string>(), out _)) result.AddError($"{name}: not an IP address");
        });
        return option;
    }

    internal static (bool Valid, TimeSpan? Value) ParseDuration(string word)
    {
        if (word.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(word, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero
                ? (true, span)
                : (false, null);
        }

        var unitName = word.TrimStart([.. "0123456789."]);
        TimeSpan? unit = unitName switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            _ => null,
        };
        var (isNumber, number) = ParseNumber(word[..^unitName.Length], min: 0, max: double.MaxValue);
        return isNumber && unit is { } one && number * one.TotalDays < 30 ? (true, number * one) : (false, null);
    }

    internal static (bool Valid, CommandStatus? Value) ParseStatus(string word)
    {
        foreach (var status in Enum.GetValues<CommandStatus>())
        {
            if (string.Equals(status.SpecName(), word, StringComparison.OrdinalIgnoreCase)) return (status != CommandStatus.Ok, status);
        }

        var isHex = word.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var digits = isHex ? word[2..] : word;
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        var isNumber = uint.TryParse(digits, style, CultureInfo.InvariantCulture, out var number);
        return (isNumber && number != 0, (CommandStatus)number);
    }

    private static (bool Valid, TimeSpan? Value) ParseInterval(string word) =>
        ParseDuration(word) is { Valid: true, Value: { } span } && span > TimeSpan.Zero ? (true, span) : (false, null);

    private static (bool Valid, int? Value) ParseCount(string word, int min, int max) =>
        (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max, number);

    private static (bool Valid, double Value) ParseNumber(string word, double min, double max) =>
        (double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max, number);

    private static T Read<T>(ArgumentResult result, Func<string, (bool Valid, T Value)> parse, string allowed)
    {
        var word = result.Tokens[^1].Value;
        var (valid, value) = parse(word);
        if (!valid) result.AddError($"{((OptionResult)result.Parent!).Option.Name}: '{word}' is not {allowed}");
        return value;
    }
}
