using System.Reflection;
using System.Text.RegularExpressions;
using Bridge.Protocol.Centre;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;
using Bridge.Worker.Configuration.Sections;

namespace Bridge.Tests.Architecture;

/// <summary>
/// The names that a page may write as code: paths of the repository, types and their members, settings, metrics, events and commands.
/// What looks like none of them is not judged.
/// </summary>
internal static partial class KnownNames
{
    private const BindingFlags Anything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    private static readonly IReadOnlyList<Type> OurTypes =
        [.. Assemblies("bridge", "bridge-sim", "Bridge.Protocol", "Bridge.Tests").SelectMany(assembly => assembly.GetTypes())];

    private static readonly ILookup<string, Type> TypesByName = OurTypes
        .Concat([.. ThePlatform().SelectMany(assembly => assembly.GetExportedTypes())])
        .ToLookup(type => type.Name.Split('`')[0], StringComparer.Ordinal);

    private static readonly HashSet<string> Methods =
    [
        .. OurTypes.SelectMany(type => type.GetMethods(Anything | BindingFlags.DeclaredOnly)).Where(method => !method.IsSpecialName)
            .Select(method => method.Name),
    ];

    private static readonly HashSet<string> Namespaces =
        [.. OurTypes.Select(type => type.Namespace).OfType<string>(), .. RoomsTests.Worker.Rooms, .. RoomsTests.Simulator.Rooms];

    /// <summary>
    /// Every setting by every end of its path: Bridge:Http:Listen, Http:Listen, Listen; and every section, with the one of .NET's own.
    /// </summary>
    private static readonly HashSet<string> Settings = [.. PathsOf(BridgeSection.Path, BridgeSection.Keys).SelectMany(EndsOf), "Logging"];

    private static readonly HashSet<string> Metrics =
    [
        .. Directory.EnumerateFiles(Repository.File("Bridge.Worker", "Telemetry"), "*.cs")
            .SelectMany(file => Metric().Matches(File.ReadAllText(file))).Select(found => found.Value),
    ];

    private static readonly HashSet<string> Alerts =
        [.. Alert().Matches(File.ReadAllText(Repository.File("ops", "bridge.rules.yml"))).Select(found => found.Groups["name"].Value)];

    private static readonly HashSet<string> Messages =
    [
        .. from names in (Type[])[typeof(EventNames), typeof(CommandNames)]
           from field in names.GetFields(BindingFlags.Public | BindingFlags.Static)
           select (string)field.GetRawConstantValue()!,
    ];

    private static readonly HashSet<string> FirstWordsOfMessages = [.. Messages.Select(name => name.Split('.')[0])];

    /// <summary>Whether it looks like a name of ours and there is nothing of that name.</summary>
    public static bool IsUnknown(string code)
    {
        if (PathLike().IsMatch(code)) return !Path.Exists(Repository.File(code));
        if (Metric().Match(code) is { Success: true } metric) return !Metrics.Contains(Histogram().Replace(metric.Value, ""));
        if (MessageLike().IsMatch(code) && FirstWordsOfMessages.Contains(code.Split('.')[0])) return !Messages.Contains(code);
        if (SettingLike().IsMatch(code)) return !Settings.Contains(code);
        return TypeLike().IsMatch(code) && !IsInCode(code);
    }

    /// <summary>The words of at least two humps in a drawing that are neither types nor methods.</summary>
    public static IEnumerable<string> UnknownNamesIn(string drawing) =>
        Humps().Matches(drawing).Select(found => found.Value).Where(word => !IsInCode(word));

    private static bool IsInCode(string code)
    {
        if (Namespaces.Contains(code) || Settings.Contains(code) || Alerts.Contains(code)) return true;
        var names = Arguments().Replace(code, "").Split('.');
        return names.Length == 1
            ? TypesByName[names[0]].Any() || Methods.Contains(names[0])
            : TypesByName[names[^2]].Any(type => type.GetMember(names[^1], MemberTypes.All, Anything).Length > 0);
    }

    private static IEnumerable<Assembly> Assemblies(params string[] names) => names.Select(Assembly.Load);

    private static IEnumerable<Assembly> ThePlatform() => OurTypes.Select(type => type.Assembly).Distinct()
        .SelectMany(assembly => assembly.GetReferencedAssemblies())
        .Where(name => name.Name!.StartsWith("System.", StringComparison.Ordinal)
            || name.Name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal))
        .Select(Assembly.Load).Append(typeof(object).Assembly).Distinct();

    private static IEnumerable<string> PathsOf(string path, KeyTable keys) => keys.Keys
        .SelectMany(key => key is SectionKey section
            ? PathsOf($"{path}:{section.DocumentedName}", section.Keys)
            : [$"{path}:{key.Name}"])
        .Prepend(path);

    private static IEnumerable<string> EndsOf(string path)
    {
        var words = path.Split(':');
        return Enumerable.Range(0, words.Length).Select(first => string.Join(':', words[first..]));
    }

    [GeneratedRegex(@"^((Bridge\.\w+|docs|ops|systemd|\.ci)/[\w./-]*|[\w.-]+\.(md|cs|sh|props|sln))$")]
    private static partial Regex PathLike();

    [GeneratedRegex(@"\bbridge_[a-z_]+[a-z]")]
    private static partial Regex Metric();

    [GeneratedRegex(@"alert: (?<name>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Alert();

    [GeneratedRegex("_(bucket|count|sum)$")]
    private static partial Regex Histogram();

    [GeneratedRegex(@"^[a-z]+\.[a-z]+$")]
    private static partial Regex MessageLike();

    [GeneratedRegex(@"^[A-Z]\w*(:[\w-]+)+$")]
    private static partial Regex SettingLike();

    [GeneratedRegex(@"^[A-Z]\w*[a-z]\w*(<\w+>)?(\.[A-Z]\w*)*(\(\))?$")]
    private static partial Regex TypeLike();

    [GeneratedRegex(@"<\w+>|\(\)")]
    private static partial Regex Arguments();

    [GeneratedRegex(@"\bI?[A-Z][a-z0-9]+([A-Z][a-z0-9]+)+\b")]
    private static partial Regex Humps();
}
