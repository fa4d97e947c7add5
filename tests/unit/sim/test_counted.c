#include <check.h>
#include <string.h>

#include "sim/model/counted.h"
#include "tests/unit/support.h"

START_TEST(names_and_units)
{
    ck_assert_int_eq(counted_find(""), COUNTED_PEOPLE);
    ck_assert_int_eq(counted_find("people"), COUNTED_PEOPLE);
    ck_assert_int_eq(counted_find("firms"), COUNTED_FIRMS);
    ck_assert_int_eq(counted_find("firm"), NUM_COUNTED);
    ck_assert_str_eq(counted_unit(COUNTED_PEOPLE, "persons"), "persons");
    ck_assert_str_eq(counted_unit(COUNTED_FIRMS, "persons"), "firms");
    ck_assert_str_eq(counted_unit(COUNTED_FIRMS, "EUR"), "EUR");
    ck_assert_int_eq(counted_of_unit("firms"), COUNTED_FIRMS);
    ck_assert_int_eq(counted_of_unit("EUR/firm"), COUNTED_FIRMS);
    ck_assert_int_eq(counted_of_unit("persons"), COUNTED_PEOPLE);
    ck_assert_int_eq(counted_of_unit("places"), COUNTED_PEOPLE);
    ck_assert_str_eq(counted_noun(COUNTED_FIRMS, "fr"), "entreprises");
}
END_TEST

/* Whatever is reported of firms speaks of firms, or of places and money, in both languages. */
START_TEST(labels_of_firms)
{
    int num = 0;

    for (int m = 0; m < NUM_METRICS; m++) {
        const struct metric_spec *spec = &metric_specs[m];
        const char *french = counted_label(COUNTED_FIRMS, spec->name, "fr");
        const char *english = counted_label(COUNTED_FIRMS, spec->name, "en");
        ck_assert(counted_has(COUNTED_PEOPLE, (enum metric)m));
        ck_assert_ptr_null(counted_label(COUNTED_PEOPLE, spec->name, "en"));
        if (!counted_has(COUNTED_FIRMS, (enum metric)m))
            continue;
        num++;
        french = french ? french : spec->label_fr;
        english = english ? english : spec->label_en;
        ck_assert_msg(strstr(french, "ersonne") == NULL && strstr(french, "stagiaire") == NULL, "%s", french);
        ck_assert_msg(strstr(english, "eople") == NULL && strstr(english, "rainee") == NULL, "%s", english);
    }
    ck_assert_int_gt(num, 20);
    ck_assert(!counted_has(COUNTED_FIRMS, METRIC_PLACED));
    ck_assert(!counted_has(COUNTED_FIRMS, METRIC_INDUSTRY_STOCK));
    ck_assert(!counted_has(COUNTED_FIRMS, METRIC_RAISED_TOTAL));
    ck_assert(!counted_has(COUNTED_FIRMS, METRIC_FISCAL_RETURN));
    ck_assert(counted_has(COUNTED_FIRMS, METRIC_ENROLLED_TOTAL));
    ck_assert(counted_has(COUNTED_FIRMS, METRIC_COST_TOTAL));
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, names_and_units);
    tcase_add_test(tests, labels_of_firms);
}

int main(void)
{
    return test_main("counted", add);
}
