using System.Diagnostics.CodeAnalysis;

namespace Bridge.Worker.Configuration;

internal delegate bool ValueReader<T>(string written, [MaybeNullWhen(false)] out T value);

/// <summary>One kind of value: what is allowed, in the words of a fault, and how it is read.</summary>
internal sealed record ValueKind<T>(string Allowed, ValueReader<T> Read)
{
    /// <summary>A fault never shows what stood there.</summary>
    public bool Secret { get; init; }

    /// <exception cref="ArgumentException">It is not what is allowed.</exception>
    public T Parse(string written) =>
        Read(written, out var value) ? value : throw new ArgumentException($"'{written}' is not allowed: {Allowed}", nameof(written));
}
