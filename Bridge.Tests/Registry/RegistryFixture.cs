using System.Text;
using Bridge.Protocol.Centre;
using Bridge.Protocol.Smpp;
using Bridge.Tests.Support;
using Bridge.Worker.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Bridge.Tests.Registry;

/// <summary>The rooms with the activation text as it is by default, and what a registering office and an operator do.</summary>
internal static class RegistryFixture
{
    public const string Chan = "85291234567";

    public static Rooms Open(TempFolder folder, FakeTimeProvider? time = null, bool receipts = true, bool texts = true)
    {
        var plan = TestPlan.Create(folder.File("bridge.db"), receipts);
        return Rooms.Open(
            plan with
            {
                Notices = NoticeWording.Defaults.ToDictionary(notice => notice.Kind, notice => notice with { Enabled = texts }),
            },
            time);
    }

    public static RegistrationPut Put(string id, string msisdn = Chan, string name = "陳大明", string address = "上環皇后大道中 1 號") => new(id)
    {
        Msisdn = msisdn,
        Operator = TestPlan.Mobile,
        Name = name,
        Address = address,
        Contacts = ["陳太 98765432"],
    };

    public static async Task PutAsync(this Rooms rooms, RegistrationPut put) => (await rooms.ExecuteAsync(put)).Problems.ShouldBeEmpty();

    /// <summary>What the clock's tick does, at the present time.</summary>
    public static async Task TurnAsync(this Rooms rooms)
    {
        await rooms.Writer.RunAsync(
            transaction =>
            {
                rooms.ActivationTexts.TellOverdue(transaction);
                rooms.ActivationTexts.Send(transaction);
            },
            default);
        await rooms.FollowedAsync();
    }

    /// <summary>A turn, and the operator has taken the one text of it.</summary>
    public static async Task TextedAsync(this Rooms rooms, string msisdn = Chan)
    {
        await rooms.TurnAsync();
        await Eventually.TrueAsync(() => rooms.Registry.Find(msisdn)?.TextedAt is not null, "the operator took the activation text");
    }

    /// <summary>What the phones were sent, each text whole.</summary>
    public static IReadOnlyList<string> Sent(this Rooms rooms) => [.. rooms.Links.Submitted.Select(Text)];

    private static string Text(SubmitSm submit) =>
        Encoding.BigEndianUnicode.GetString(
            (submit.EsmClass.HasUdh ? submit.UserData[(submit.UserData.Span[0] + 1)..] : submit.UserData).Span);
}
