using System.Text;
using Bridge.Protocol.Smpp;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Tests.Smpp;

[Trait("Speed", "unit")]
public class ShortStringCacheTests
{
    [Fact]
    public void Whatever_stood_in_the_table_a_string_is_its_octets() =>
        Prop.ForAll(
            Gen.Choose(0, ShortStringCache.MaxOctets)
                .SelectMany(length => Gen.ArrayOf(Gen.Elements<byte>(0, 1, (byte)'9', (byte)'2', 0x80, 0xFF), length)).ToArbitrary(),
            octets => ShortStringCache.Get(octets) == Encoding.Latin1.GetString(octets))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void The_same_octets_twice_are_one_string() => ShortStringCache.Get("992"u8).ShouldBeSameAs(ShortStringCache.Get("992"u8));
}
