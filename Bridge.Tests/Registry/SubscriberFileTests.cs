using System.Text;
using Bridge.Tests.Support;
using Bridge.Worker.Registry.Import;

namespace Bridge.Tests.Registry;

/// <summary>
/// A file of subscribers as offices write them: what is well is read, what is not is named by line and column and never by its content.
/// </summary>
[Trait("Speed", "unit")]
public sealed class SubscriberFileTests
{
    private const string Header = "msisdn,operator,name,address,language,contacts,notify\n";

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    public void What_is_well_is_read_whole(string before)
    {
        var file = Read(before + Header.Replace("\n", "\r\n", StringComparison.Ordinal) +
            "\"91234567; +852 6123-4567;00852 5123 4567\",harbour-mobile,\"陳大明 \"\"阿明\"\"\"," +
            "\"上環，皇后大道中 1 號,\r\n3 樓\",zh-Hans,\"陳太 98765432；女兒\r\n鄰居\",no\r\n" +
            "\r\n,,,,,,\r\n" +
            " 8613912345678 , lion-fixed , Lee Siu Ling , Sha Tin ,,,\r\n");

        file.Problems.ShouldBeEmpty();
        file.Rows.Select(row => row.Put.Msisdn).ShouldBe(["85291234567", "85261234567", "85251234567", "8613912345678"]);
        var chan = file.Rows[0].Put;
        (chan.Operator, chan.Name, chan.Address, chan.Language, chan.Notify)
            .ShouldBe((TestPlan.Mobile, "陳大明 \"阿明\"", "上環，皇后大道中 1 號,\n3 樓", "zh-Hans", false));
        chan.Contacts.ShouldBe(["陳太 98765432", "女兒", "鄰居"]);
        var lee = file.Rows[3].Put;
        (lee.Operator, lee.Name, lee.Address, lee.Language, lee.Notify, lee.Contacts.Count)
            .ShouldBe((TestPlan.Fixed, "Lee Siu Ling", "Sha Tin", "zh-Hant", true, 0));
        file.Rows.Select(row => row.Put.Id).ShouldBeUnique();
    }

    [Fact]
    public void Columns_stand_in_any_order_and_only_four_of_them_must_be_there()
    {
        var file = Read("Name,ADDRESS,operator,msisdn\n陳大明,上環,harbour-mobile,91234567\n");

        file.Problems.ShouldBeEmpty();
        var put = file.Rows.ShouldHaveSingleItem().Put;
        (put.Msisdn, put.Name, put.Address, put.Notify).ShouldBe(("85291234567", "陳大明", "上環", true));
    }

    [Theory]
    [InlineData("9123456A,harbour-mobile,PRIVATE,PRIVATE,,,",
        "column msisdn: must be a telephone number, 8 digits of Hong Kong or with + and the country's code; several with ; between them")]
    [InlineData("91234567;12,harbour-mobile,PRIVATE,PRIVATE,,,",
        "column msisdn: must be a telephone number, 8 digits of Hong Kong or with + and the country's code; several with ; between them")]
    [InlineData(",harbour-mobile,PRIVATE,PRIVATE,,,",
        "column msisdn: must be a telephone number, 8 digits of Hong Kong or with + and the country's code; several with ; between them")]
    [InlineData("91234567,PRIVATE,PRIVATE,PRIVATE,,,",
        "column operator: no operator of this name is configured; allowed: harbour-mobile, lion-fixed")]
    [InlineData("91234567,,PRIVATE,PRIVATE,,,", "column operator: is empty; it must be the name of an operator")]
    [InlineData("91234567,harbour-mobile,,PRIVATE,,,", "column name: is empty; it must be a string of 1 to 200 characters")]
    [InlineData("91234567,harbour-mobile,PRIVATE,,,,", "column address: is empty; it must be a string of 1 to 1000 characters")]
    [InlineData("91234567,harbour-mobile,PRIVATE,PRIVATE,fr,,", "column language: must be one of zh-Hant, zh-Hans, en")]
    [InlineData("91234567,harbour-mobile,PRIVATE,PRIVATE,,a;b;c;d;e;f;g;h;i;j;k,",
        "column contacts: must be an array of at most 10 strings of 1 to 200 characters")]
    [InlineData("91234567,harbour-mobile,PRIVATE,PRIVATE,,,perhaps", "column notify: must be true or false, or empty for true")]
    public void A_bad_cell_is_named_by_line_and_column_with_what_is_allowed(string row, string problem)
    {
        var file = Read(Header + Good(1) + row + "\n" + Good(2));

        file.Problems.Select(one => one.ToString()).ShouldBe(["line 3, " + problem]);
        file.Rows.Select(one => one.Line).ShouldBe([2, 4]);
    }

    [Theory]
    [InlineData("91234567,harbour-mobile,PRIVATE,PRIVATE", "has 4 cells, the first row 7")]
    [InlineData("91234567,harbour-mobile,PRIVATE,PRIVATE,,,,", "has 8 cells, the first row 7")]
    [InlineData("91234567,harbour-mobile,\"PRIVATE,PRIVATE,,,",
        "has a quotation mark that is not closed; one within a quoted cell is written twice")]
    [InlineData("91234567,harbour-mobile,\"PRIVATE\" x,PRIVATE,,,",
        "has a quotation mark out of place; a cell with one stands between quotation marks, and has it twice")]
    [InlineData("91234567,harbour-mobile,PRI\"VA\"TE,PRIVATE,,,",
        "has a quotation mark out of place; a cell with one stands between quotation marks, and has it twice")]
    [InlineData("91234567,harbour-mobile,\"PRI\nVATE\",PRIVATE,,,", "column name has a line break; only address and contacts may")]
    public void A_row_out_of_shape_costs_only_itself(string row, string problem)
    {
        var file = Read(Header + Good(1) + row + "\n" + Good(2) + Good(3));

        file.Problems[0].ToString().ShouldBe("line 3: " + problem);
        file.Rows.Select(one => one.Put.Name).ShouldBe(["第1人", "第2人", "第3人"]);
        string.Concat(file.Problems).ShouldNotContain("PRIVATE");
    }

    [Fact]
    public void Rows_with_open_quotation_marks_swallow_no_row_between_them()
    {
        var file = Read(
            Header + Good(1) + "91234567,harbour-mobile,\"PRIVATE,X,,,\n" + Good(2) + "\"" + Good(3) + Good(4)
            + "61234567,harbour-mobile,Y,Z\",,,\n" + Good(5));

        file.Rows.Select(one => one.Put.Name).ShouldBe(["第1人", "第2人", "第4人", "第5人"]);
        file.Problems.Select(one => one.Line).ShouldBe([3, 5, 7]);
    }

    [Fact]
    public void A_line_that_is_not_utf8_costs_only_itself()
    {
        byte[] big5 = [0xB3, 0xAF];
        var file = SubscriberFile.Read(
            [
                .. Encoding.UTF8.GetBytes(Header + Good(1) + "91234567,harbour-mobile,"),
                .. big5,
                .. Encoding.UTF8.GetBytes(",上環,,,\n" + Good(2)),
            ],
            TestPlan.Create("x"));

        file.Problems.Select(one => one.ToString()).ShouldBe(["line 3: is not UTF-8; save the file as \"CSV UTF-8\""]);
        file.Rows.Count.ShouldBe(2);
    }

    [Fact]
    public void A_number_that_stands_twice_is_taken_from_the_first_row_that_is_well()
    {
        var file = Read(
            Header + "91234567,nobody,甲,上環,,,\n" + "91234567,harbour-mobile,乙,上環,,,\n"
            + "\"61234567;+85291234567\",harbour-mobile,丙,上環,,,\n");

        file.Problems.Select(one => one.ToString()[..24]).ShouldBe(["line 2, column operator:", "line 4, column msisdn: a"]);
        file.Problems[1].Problem.ShouldBe("a number of it stands on line 3 already");
        file.Rows.Select(one => one.Put.Name).ShouldBe(["乙"]);
    }

    [Theory]
    [InlineData("", "the file is empty; ")]
    [InlineData("91234567,harbour-mobile,陳PRIVATE,上環\n", "column 1 has a name that is not known, or twice there; ")]
    [InlineData("msisdn,operator,name,address,notfy\n", "column 5 has a name that is not known, or twice there; ")]
    [InlineData("msisdn,operator,name,address,name\n", "column 5 has a name that is not known, or twice there; ")]
    [InlineData("msisdn;operator;name;address\n", "column 1 has a name that is not known, or twice there; ")]
    [InlineData("msisdn,operator,name\n", "column address is missing; ")]
    public void Without_names_of_columns_no_row_can_be_told_from_another(string content, string problem)
    {
        var file = Read(content);

        file.Rows.ShouldBeEmpty();
        file.Problems.ShouldHaveSingleItem().ToString().ShouldBe("line 1: " + problem + SubscriberColumns.Allowed);
    }

    [Fact]
    public void A_cell_at_the_limit_is_well_and_one_past_it_is_not()
    {
        var file = Read(
            Header + $"91234567,harbour-mobile,{new string('名', 200)},{new string('址', 1000)},,{new string('x', 200)},\n"
            + $"61234567,harbour-mobile,{new string('名', 201)},{new string('址', 1001)},,{new string('x', 201)},\n");

        file.Rows.ShouldHaveSingleItem().Line.ShouldBe(2);
        file.Problems.Select(one => (one.Line, one.Column)).ShouldBe([(3, "name"), (3, "address"), (3, "contacts")]);
    }

    private static SubscriberFile Read(string content) => SubscriberFile.Read(Encoding.UTF8.GetBytes(content), TestPlan.Create("unused"));

    private static string Good(int person) => $"6000000{person},harbour-mobile,第{person}人,\"上環, {person} 樓\",,,\n";
}
