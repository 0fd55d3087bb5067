using System.Globalization;
using System.Text.Json;

namespace Bridge.Tests.Support;

/// <summary>
/// Fields of JSON by their path ("sender.msisdn", "links.1.reason"), for what others write and for what is itself the contract. A field
/// that is not there fails the test. Events are read with <see cref="Bridge.Protocol.Centre.CentreEvent.ReadData"/> instead.
/// </summary>
internal static class JsonReading
{
    public static JsonElement At(this JsonElement json, string path) => path.Split('.').Aggregate(
        json, (at, step) => at.ValueKind == JsonValueKind.Array ? at[int.Parse(step, CultureInfo.InvariantCulture)] : at.GetProperty(step));

    /// <summary>A field that may be null is asked for with <see cref="At"/>.</summary>
    public static string Text(this JsonElement json, string path) => json.At(path).GetString().ShouldNotBeNull(path);

    public static long Number(this JsonElement json, string path) => json.At(path).GetInt64();

    public static bool Flag(this JsonElement json, string path) => json.At(path).GetBoolean();

    public static IEnumerable<JsonElement> Items(this JsonElement json, string path) => json.At(path).EnumerateArray();

    public static IEnumerable<string> Texts(this JsonElement json, string path) =>
        json.Items(path).Select(item => item.GetString().ShouldNotBeNull(path));
}
