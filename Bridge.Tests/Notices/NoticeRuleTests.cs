using Bridge.Worker.Notices;
using FsCheck;
using FsCheck.Fluent;
using static Bridge.Worker.Notices.NoticeKind;
using static Bridge.Worker.Notices.NoticeOutcome;

namespace Bridge.Tests.Notices;

/// <summary>The rule cell by cell: what has happened, what is true, and what the sender is told.</summary>
[Trait("Speed", "unit")]
public sealed class NoticeRuleTests
{
    private static readonly DateTimeOffset Came = new(2026, 11, 22, 4, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Released, plain", Nothing, null)]
    [InlineData("Released, suspended", Send, Suspended)]
    [InlineData("Released, outside", Send, OutsideHongKong)]
    [InlineData("Released, unregistered", Nothing, null)]
    [InlineData("Released, suspended outside unregistered", Send, Suspended)]
    [InlineData("Waited, plain", Send, Unavailable)]
    [InlineData("Waited, suspended", Send, Suspended)]
    [InlineData("Waited, outside", Send, OutsideHongKong)]
    [InlineData("Waited, suspended outside unregistered", Send, Suspended)]
    [InlineData("Waited, unregistered", Send, Unavailable)]
    [InlineData("Taken, plain", Nothing, null)]
    [InlineData("Taken, unregistered", Send, Unregistered)]
    [InlineData("Taken, unregistered another", KeptForAnother, Unregistered)]
    [InlineData("Waited, unregistered another", Send, Unavailable)]
    [InlineData("Taken, suspended unregistered", Nothing, null)]
    [InlineData("Taken, outside unregistered", Nothing, null)]
    [InlineData("Released, suspended number-not", NoPerson, null)]
    [InlineData("Waited, test", NoPerson, null)]
    [InlineData("Waited, number-not", NoPerson, null)]
    [InlineData("Taken, unregistered test", NoPerson, null)]
    internal void What_is_true_and_first_in_the_order_is_told_and_nothing_else(string given, NoticeOutcome outcome, NoticeKind? kind)
    {
        var verdict = NoticeRule.Decide(Facts(given));

        (verdict.Outcome, verdict.Kind).ShouldBe((outcome, kind));
    }

    [Theory]
    [InlineData("Released, suspended", Suspended, Nothing, null)]
    [InlineData("Released, suspended outside", Suspended, Send, OutsideHongKong)]
    [InlineData("Waited, outside", OutsideHongKong, Send, Unavailable)]
    [InlineData("Waited, suspended", Suspended, Send, Unavailable)]
    [InlineData("Waited, plain", Unavailable, Nothing, null)]
    [InlineData("Taken, unregistered", Unregistered, Nothing, null)]
    [InlineData("Taken, suspended unregistered", Suspended, Send, Unregistered)]
    internal void What_is_switched_off_makes_room_for_the_next(string given, NoticeKind off, NoticeOutcome outcome, NoticeKind? kind)
    {
        var facts = Facts(given);

        var verdict = NoticeRule.Decide(facts with { Enabled = facts.Enabled.Where(kind => kind != off).ToHashSet() });

        (verdict.Outcome, verdict.Kind).ShouldBe((outcome, kind));
    }

    /// <summary>Seconds count from the text's arrival; it is decided at 60 s.</summary>
    [Theory]
    [InlineData(Unavailable, -240, Send, null)]
    [InlineData(Unavailable, -239, Postponed, 61)]
    [InlineData(Unavailable, -1, Postponed, 299)]
    [InlineData(Unavailable, 0, AlreadyTold, null)]
    [InlineData(Suspended, 30, AlreadyTold, null)]
    [InlineData(OutsideHongKong, 59, AlreadyTold, null)]
    [InlineData(Unregistered, -240, Send, null)]
    [InlineData(Unregistered, -239, Postponed, 61)]
    [InlineData(Unregistered, 59, Postponed, 359)]
    [InlineData(Unregistered, 60, Postponed, 360)]
    internal void Two_notices_to_one_sender_are_five_minutes_apart(NoticeKind last, int at, NoticeOutcome outcome, int? until)
    {
        var verdict = NoticeRule.Decide(Facts("Waited, plain") with { Last = last, LastAt = Came.AddSeconds(at) });

        (verdict.Outcome, verdict.Until).ShouldBe((outcome, until is { } second ? Came.AddSeconds(second) : null));
    }

    [Theory]
    [InlineData(0, Limited)]
    [InlineData(-60, Postponed)]
    internal void What_would_be_too_late_after_the_five_minutes_is_not_told(int worthLess, NoticeOutcome outcome)
    {
        var facts = Facts("Waited, plain") with
        {
            Last = Unregistered,
            LastAt = Came.AddSeconds(61 + worthLess),
            Now = Came.AddSeconds(62),
        };

        NoticeRule.Decide(facts).Outcome.ShouldBe(outcome);
    }

    [Theory]
    [InlineData("Waited, plain", 360, Send)]
    [InlineData("Waited, plain", 361, TooLate)]
    [InlineData("Released, suspended", 361, TooLate)]
    [InlineData("Released, plain", 361, Nothing)]
    [InlineData("Waited, plain", -3600, Send)]
    internal void An_old_report_is_nothing_to_tell_its_sender_of_any_more(string given, int age, NoticeOutcome outcome) =>
        NoticeRule.Decide(Facts(given) with { Now = Came.AddSeconds(age) }).Outcome.ShouldBe(outcome);

    [Theory]
    [InlineData(-29, null, Nothing)]
    [InlineData(-30, null, Send)]
    [InlineData(-29, -10, Send)]
    [InlineData(-10, -29, Nothing)]
    internal void Not_being_registered_is_told_once_until_it_changes_or_a_month_has_passed(
        int toldDay, int? endedDay, NoticeOutcome outcome)
    {
        var facts = Facts("Taken, unregistered") with
        {
            Now = Came,
            ToldUnregisteredAt = Came.AddDays(toldDay),
            RegistrationEndedAt = endedDay is { } day ? Came.AddDays(day) : null,
        };

        NoticeRule.Decide(facts).Outcome.ShouldBe(outcome);
    }

    [Fact]
    public void Whatever_is_true_nothing_is_sent_within_five_minutes_nor_to_a_system_nor_what_is_off()
    {
        var facts = from trigger in Gen.Elements(Enum.GetValues<NoticeTrigger>())
                    from now in Gen.Choose(-400, 4000)
                    from flags in Gen.Choose(0, 31)
                    from kinds in Gen.SubListOf((IEnumerable<NoticeKind>)NoticeKinds.All)
                    from last in Gen.Choose(-1, 3)
                    from lastAt in Gen.Choose(-4000, 4000)
                    select new NoticeFacts
                    {
                        Trigger = trigger,
                        Now = Came.AddSeconds(now),
                        ReceivedAt = Came,
                        MaxAge = TimeSpan.FromSeconds(360),
                        Enabled = kinds.ToHashSet(),
                        IsNumber = (flags & 1) == 0,
                        IsTest = (flags & 2) != 0,
                        IsSuspended = (flags & 4) != 0,
                        IsOutside = (flags & 8) != 0,
                        IsUnregistered = (flags & 16) != 0,
                        Last = last < 0 ? null : (NoticeKind)last,
                        LastAt = Came.AddSeconds(lastAt),
                    };

        Prop.ForAll(facts.ToArbitrary(), given =>
        {
            var verdict = NoticeRule.Decide(given);
            if (verdict.Outcome != Send) return;
            given.IsNumber.ShouldBeTrue();
            given.IsTest.ShouldBeFalse();
            given.Enabled.ShouldContain(verdict.Kind!.Value);
            if (given.Last is not null) (given.Now - given.LastAt).Duration().ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(5));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    /// <summary>"TRIGGER, WORDS…", everything enabled, at 60 s.</summary>
    private static NoticeFacts Facts(string given)
    {
        var words = given.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        return new NoticeFacts
        {
            Trigger = Enum.Parse<NoticeTrigger>(words[0]),
            Now = Came.AddSeconds(60),
            ReceivedAt = Came,
            MaxAge = TimeSpan.FromSeconds(360),
            Enabled = NoticeKinds.All.ToHashSet(),
            IsNumber = !words.Contains("number-not"),
            IsTest = words.Contains("test"),
            IsSuspended = words.Contains("suspended"),
            IsOutside = words.Contains("outside"),
            IsUnregistered = words.Contains("unregistered"),
            AnotherWaits = words.Contains("another"),
        };
    }
}
