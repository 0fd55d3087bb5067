using Bridge.Protocol.Centre;
using Bridge.Tests.Reports;
using Bridge.Tests.Support;
using Bridge.Worker.Registry;
using Bridge.Worker.Store;

namespace Bridge.Tests.Registry;

/// <summary>Who is registered, and what the reports say of them.</summary>
[Trait("Speed", "rooms")]
public sealed class RegistrationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_report_carries_what_is_registered_for_its_sender_and_nothing_for_others()
    {
        await using var rooms = RegistryFixture.Open(_folder);
        rooms.Registry.HasAny.ShouldBeFalse();
        await rooms.PutAsync(RegistryFixture.Put("p1") with { Language = "en" });

        await rooms.TakeAsync(Texts.Chinese("救命"));
        await rooms.TakeAsync(Texts.Chinese("救命", "98888888"));
        await rooms.TakeAsync(Texts.Chinese("救命", "POLICE"));

        var reports = rooms.Reports();
        var registration = reports[0].Registration.ShouldNotBeNull();
        registration.Name.ShouldBe("陳大明");
        registration.Address.ShouldBe("上環皇后大道中 1 號");
        registration.Language.ShouldBe("en");
        registration.Contacts.ShouldBe(["陳太 98765432"]);
        reports.Skip(1).ShouldAllBe(report => report.Registration == null);
        rooms.Registry.HasAny.ShouldBeTrue();
    }

    [Fact]
    public async Task Somebody_whose_activation_text_is_not_delivered_yet_is_known_already()
    {
        await using var rooms = RegistryFixture.Open(_folder);
        await rooms.PutAsync(RegistryFixture.Put("p1"));

        await rooms.TakeAsync(Texts.Chinese("救命"));

        rooms.Registry.Find(RegistryFixture.Chan)!.State.ShouldBe(RegistrationState.Pending);
        rooms.Reports().ShouldHaveSingleItem().Registration!.Name.ShouldBe("陳大明");
    }

    [Theory]
    [InlineData("91234567")]
    [InlineData("85291234567")]
    [InlineData("0085291234567")]
    public async Task Numbers_meet_however_the_office_writes_them(string written)
    {
        await using var rooms = RegistryFixture.Open(_folder);
        await rooms.PutAsync(RegistryFixture.Put("p1", written));

        await rooms.TakeAsync(Texts.Chinese("救命"));
        await rooms.TakeAsync(Texts.Chinese("我在上環", "+85291234567"));

        rooms.Reports().ShouldAllBe(report => report.Registration!.Name == "陳大明");
        (await rooms.ExecuteAsync(new RegistrationRemove("r1", written))).IsAccepted.ShouldBeTrue();
        rooms.Registry.HasAny.ShouldBeFalse();
    }

    [Fact]
    public async Task A_number_that_changes_hands_is_the_new_owners_and_the_old_reports_stay_the_old_ones()
    {
        await using (var before = RegistryFixture.Open(_folder))
        {
            await before.PutAsync(RegistryFixture.Put("p1"));
            await before.TakeAsync(Texts.Part("第一段", reference: 7, total: 2, number: 1));
            before.Time.Advance(TimeSpan.FromSeconds(15));
            await before.SettleAsync();
            await before.PutAsync(RegistryFixture.Put("p2", name: "李小玲", address: "沙田"));
        }

        // The rest of the first owner's text comes after a restart, when the number is another's.
        await using var rooms = RegistryFixture.Open(_folder);
        await rooms.TakeAsync(Texts.Part("第二段", reference: 7, total: 2, number: 2));
        await rooms.TakeAsync(Texts.Chinese("新的短訊"));

        rooms.Reports()[0].Registration!.Name.ShouldBe("陳大明");
        rooms.Amendments().ShouldHaveSingleItem().Registration!.Name.ShouldBe("陳大明");
        rooms.Reports()[1].Registration!.Name.ShouldBe("李小玲");
    }

    [Fact]
    public async Task Who_is_removed_is_registered_no_more_and_removing_again_is_refused_by_name()
    {
        await using var rooms = RegistryFixture.Open(_folder);
        await rooms.PutAsync(RegistryFixture.Put("p1"));
        (await rooms.ExecuteAsync(new RegistrationRemove("r1", RegistryFixture.Chan))).IsAccepted.ShouldBeTrue();

        await rooms.TakeAsync(Texts.Chinese("救命"));

        rooms.Reports().ShouldHaveSingleItem().Registration.ShouldBeNull();
        (await rooms.ExecuteAsync(new RegistrationRemove("r1", RegistryFixture.Chan))).IsAccepted.ShouldBeTrue(
            "the same command again is done already");
        (await rooms.ExecuteAsync(new RegistrationRemove("r2", RegistryFixture.Chan))).Problems.ShouldBe(
            ["$.data.msisdn: this number is not registered"]);
    }

    [Fact]
    public async Task A_command_that_comes_again_does_not_undo_what_came_after_it()
    {
        await using var rooms = RegistryFixture.Open(_folder);
        await rooms.PutAsync(RegistryFixture.Put("p1"));
        await rooms.PutAsync(RegistryFixture.Put("p2", name: "李小玲"));

        await rooms.PutAsync(RegistryFixture.Put("p1"));

        rooms.Registry.Find(RegistryFixture.Chan)!.Name.ShouldBe("李小玲");
    }

    [Fact]
    public async Task An_operator_that_is_not_configured_is_refused_and_the_others_are_named()
    {
        await using var rooms = RegistryFixture.Open(_folder);

        var verdict = await rooms.ExecuteAsync(RegistryFixture.Put("p1") with { Operator = "nobody" });

        verdict.Problems.ShouldBe(["$.data.operator: no operator of this name is configured; allowed: harbour-mobile, lion-fixed"]);
        rooms.Registry.HasAny.ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_rolled_back_was_never_registered()
    {
        await using var rooms = RegistryFixture.Open(_folder);
        var commands = rooms.Service<RegistrationCommands>();

        var failing = rooms.Writer.RunAsync<bool>(transaction =>
        {
            commands.Put(transaction, RegistryFixture.Put("p1")).ShouldBeNull();
            throw new InvalidOperationException();
        }, default);

        await failing.ShouldThrowAsync<InvalidOperationException>();
        rooms.Registry.HasAny.ShouldBeFalse();
        await rooms.PutAsync(RegistryFixture.Put("p2"));
        rooms.Registry.Count(RegistrationState.Pending).ShouldBe(1);
    }

    [Fact]
    public async Task A_restart_knows_everyone_as_they_stood()
    {
        await using (var before = RegistryFixture.Open(_folder))
        {
            await before.PutAsync(RegistryFixture.Put("p1") with { Notify = false });
            await before.PutAsync(RegistryFixture.Put("p2", "85298888888"));
            await before.PutAsync(RegistryFixture.Put("p3", "85297777777"));
            await before.ExecuteAsync(new RegistrationRemove("r1", "85297777777"));
        }

        await using var rooms = RegistryFixture.Open(_folder);

        rooms.Registry.Find(RegistryFixture.Chan)!.State.ShouldBe(RegistrationState.Active);
        rooms.Registry.Find("85298888888")!.State.ShouldBe(RegistrationState.Pending);
        rooms.Registry.Find("85297777777").ShouldBeNull();
        (rooms.Registry.Count(RegistrationState.Active), rooms.Registry.Count(RegistrationState.Pending)).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Former_registrations_are_erased_with_age_and_present_ones_never()
    {
        await using var rooms = RegistryFixture.Open(_folder);
        await rooms.PutAsync(RegistryFixture.Put("p1"));
        var former = rooms.Registry.Find(RegistryFixture.Chan)!.Row;
        await rooms.PutAsync(RegistryFixture.Put("p2", address: "沙田"));
        var present = rooms.Registry.Find(RegistryFixture.Chan)!.Row;

        rooms.Time.Advance(rooms.Plan.Retention);
        (await NamesAsync(rooms, former, present)).ShouldBe(["陳大明", "陳大明"]);
        rooms.Time.Advance(TimeSpan.FromSeconds(1));
        (await NamesAsync(rooms, former, present)).ShouldBe([null, "陳大明"]);
    }

    private static Task<string?[]> NamesAsync(Rooms rooms, params long[] rows) => rooms.Writer.RunAsync(transaction =>
    {
        rooms.ActivationTexts.EraseClosed(transaction);
        return rows.Select(row => transaction.Registrations.ByRow(row)!.Name).ToArray();
    }, default);
}
