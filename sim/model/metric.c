#include "sim/model/metric.h"

#include <string.h>

#include "stats/base/text.h"

#define FLOW(n, fr, en)                                                                                      \
    {                                                                                                        \
        .name = n, .kind = METRIC_FLOW, .unit = METRIC_PEOPLE, .label_fr = fr, .label_en = en                \
    }
#define STOCK(n, fr, en)                                                                                     \
    {                                                                                                        \
        .name = n, .kind = METRIC_STOCK, .unit = METRIC_PEOPLE, .label_fr = fr, .label_en = en               \
    }
#define CAUSAL(n, fr, en)                                                                                    \
    {                                                                                                        \
        .name = n, .kind = METRIC_STOCK, .unit = METRIC_PEOPLE, .needs_causal = true, .label_fr = fr,        \
        .label_en = en                                                                                       \
    }
#define TOTAL(n, f, fr, en)                                                                                  \
    {                                                                                                        \
        .name = n, .kind = METRIC_TOTAL, .unit = METRIC_PEOPLE, .of = f, .label_fr = fr, .label_en = en      \
    }
#define MARKET(n, k, u, ...)                                                                                 \
    {                                                                                                        \
        .name = n, .kind = k, .unit = u, .needs_vacancies = true, __VA_ARGS__                                \
    }
#define CENTS(n, fr, en)                                                                                     \
    {                                                                                                        \
        .name = n, .kind = METRIC_FLOW, .unit = METRIC_CENTS, .label_fr = fr, .label_en = en                 \
    }

#define PEOPLE(n, u, fr, en)                                                                                 \
    {                                                                                                        \
        .name = n, .kind = METRIC_STOCK, .unit = u, .needs_causal = true, .needs_people = true,              \
        .of_territory = true, .label_fr = fr, .label_en = en                                                 \
    }

const struct metric_spec metric_specs[NUM_METRICS] = {
    [METRIC_ENROLLED] = FLOW("enrolled", "Personnes entrées en formation", "People enrolled"),
    [METRIC_UNFILLED] = {.name = "unfilled",
                         .kind = METRIC_FLOW,
                         .unit = METRIC_PLACES,
                         .label_fr = "Places restées sans candidat",
                         .label_en = "Places left without anybody"},
    [METRIC_WITHOUT_APPLICANTS] = {.name = "without_applicants",
                                   .kind = METRIC_FLOW,
                                   .unit = METRIC_PLACES,
                                   .needs_pool = true,
                                   .label_fr = "Places vides faute de personnes éligibles",
                                   .label_en = "Places empty for want of eligible people"},
    [METRIC_DROPOUTS] = FLOW("dropouts", "Abandons", "People who drop out"),
    [METRIC_COMPLETED] = FLOW("completed", "Personnes au terme de la formation", "People who complete"),
    [METRIC_CERTIFIED] = FLOW("certified", "Personnes certifiées", "People certified"),
    [METRIC_RAISED] =
        FLOW("raised", "Personnes dont le niveau de diplôme s’élève", "People whose diploma level rises"),
    [METRIC_OUT_OF_BELOW_BAC] =
        FLOW("out_of_below_bac", "Personnes qui passent du dessous au niveau bac ou plus",
             "People who move from below to bac or above"),
    [METRIC_FURTHER_STUDY] = FLOW("further_study", "Certifiés qui poursuivent leurs études",
                                  "Certified people who go on studying"),
    [METRIC_PLACED] = FLOW("placed", "Sortants en emploi à la première observation",
                           "Leavers employed at the first observation"),
    [METRIC_PLACED_INDUSTRY] =
        FLOW("placed_industry", "Sortants en emploi dans l’industrie", "Leavers employed in industry"),
    [METRIC_PLACED_INDUSTRY_LOCAL] =
        FLOW("placed_industry_local", "Sortants en emploi dans l’industrie du territoire",
             "Leavers employed in industry in the territory"),
    [METRIC_REFUSED] = MARKET("refused", METRIC_FLOW, METRIC_PEOPLE,
                              .label_fr = "Formés sans embauche faute de postes à pourvoir",
                              .label_en = "Trained people refused for want of openings"),
    [METRIC_DISPLACED] = MARKET("displaced", METRIC_FLOW, METRIC_PEOPLE, .of_territory = true,
                                .label_fr = "Autres candidats évincés par les formés",
                                .label_en = "Other seekers displaced by trained people"),
    [METRIC_INDUSTRY_HIRES_NET] =
        MARKET("industry_hires_net", METRIC_FLOW, METRIC_PEOPLE, .of_territory = true,
               .label_fr = "Embauches industrielles nettes dans le territoire",
               .label_en = "Net industrial hires in the territory"),
    [METRIC_SEATS] = {.name = "seats",
                      .kind = METRIC_STOCK,
                      .unit = METRIC_PLACES,
                      .label_fr = "Places ouvertes",
                      .label_en = "Open places"},
    [METRIC_TRAINEES] = STOCK("trainees", "Personnes en formation", "People in training"),
    [METRIC_INDUSTRY_STOCK] =
        STOCK("industry_stock", "Anciens stagiaires en emploi dans l’industrie du territoire",
              "Former trainees employed in industry in the territory"),
    [METRIC_EMPLOYED_STOCK] = STOCK("employed_stock", "Anciens stagiaires en emploi dans le territoire",
                                    "Former trainees employed in the territory"),
    [METRIC_TERRITORY_STOCK] = STOCK("territory_stock", "Anciens stagiaires présents dans le territoire",
                                     "Former trainees living in the territory"),
    [METRIC_ELSEWHERE_STOCK] = STOCK("elsewhere_stock", "Anciens stagiaires partis du territoire",
                                     "Former trainees living elsewhere"),
    [METRIC_INDUSTRY_WITHOUT] =
        CAUSAL("industry_stock_without", "Les mêmes personnes en emploi dans l’industrie, sans le programme",
               "The same people in industry, without the programme"),
    [METRIC_EMPLOYED_WITHOUT] = CAUSAL("employed_stock_without",
                                       "Les mêmes personnes en emploi dans le territoire, sans le programme",
                                       "The same people employed in the territory, without the programme"),
    [METRIC_TERRITORY_WITHOUT] =
        CAUSAL("territory_stock_without", "Les mêmes personnes présentes, sans le programme",
               "The same people in the territory, without the programme"),
    [METRIC_INDUSTRY_ALWAYS] =
        CAUSAL("industry_stock_always", "En emploi dans l’industrie avec ou sans le programme (aubaine)",
               "In industry with or without the programme (deadweight)"),
    [METRIC_INDUSTRY_ADDITIONAL] =
        CAUSAL("industry_additional", "Emplois industriels supplémentaires dans le territoire",
               "Additional industrial jobs in the territory"),
    [METRIC_EMPLOYED_ADDITIONAL] = CAUSAL("employed_additional", "Emplois supplémentaires dans le territoire",
                                          "Additional jobs in the territory"),
    [METRIC_TERRITORY_ADDITIONAL] =
        CAUSAL("territory_additional", "Personnes retenues en plus dans le territoire",
               "Additional people kept in the territory"),
    [METRIC_INDUSTRY_NET] = {.name = "industry_net",
                             .kind = METRIC_STOCK,
                             .unit = METRIC_MILLI,
                             .needs_guide = true,
                             .label_fr = "Emplois industriels nets dans le territoire",
                             .label_en = "Net industrial jobs in the territory"},
    [METRIC_OPENINGS_UNFILLED] =
        MARKET("openings_unfilled", METRIC_STOCK, METRIC_JOBS, .of_territory = true,
               .label_fr = "Postes industriels non pourvus", .label_en = "Industrial openings left unfilled"),
    [METRIC_PEOPLE_1564] = PEOPLE("people_1564", METRIC_PEOPLE, "Habitants de 15 à 64 ans du territoire",
                                  "Residents of the territory aged 15-64"),
    [METRIC_PEOPLE_EMPLOYED] =
        PEOPLE("people_employed", METRIC_PEOPLE, "Habitants de 15 à 64 ans du territoire en emploi",
               "Residents of the territory aged 15-64 in employment"),
    [METRIC_PEOPLE_ACTIVITY_RATE] =
        PEOPLE("people_activity_rate", METRIC_SHARE, "Taux d’activité des habitants de 15 à 64 ans",
               "Activity rate of residents aged 15-64"),
    [METRIC_PEOPLE_UNEMPLOYMENT_RATE] = PEOPLE("people_unemployment_rate", METRIC_SHARE,
                                               "Part de chômeurs parmi les habitants actifs de 15 à 64 ans",
                                               "Unemployed among active residents aged 15-64"),
    [METRIC_PEOPLE_INDUSTRY_SHARE] =
        PEOPLE("people_industry_share", METRIC_SHARE, "Part de l’industrie dans l’emploi des habitants",
               "Share of industry in the employment of residents"),
    [METRIC_PEOPLE_BELOW_BAC_SHARE] =
        PEOPLE("people_below_bac_share", METRIC_SHARE,
               "Part sans baccalauréat parmi les habitants non scolarisés de 15 ans ou plus",
               "Share below baccalauréat of residents not in education aged 15 and over"),
    [METRIC_PEOPLE_YOUTH_STAY_RATE] =
        PEOPLE("people_youth_stay_rate", METRIC_SHARE, "Part des habitants de 20 à 29 ans restés sur un an",
               "Share of residents aged 20-29 who stay over a year"),
    [METRIC_TRAINEE_YEARS] = {.name = "trainee_years",
                              .kind = METRIC_FLOW,
                              .unit = METRIC_STEPS,
                              .label_fr = "Années-stagiaires",
                              .label_en = "Trainee-years"},
    [METRIC_INDUSTRY_JOB_YEARS] = {.name = "industry_job_years",
                                   .kind = METRIC_FLOW,
                                   .unit = METRIC_STEPS,
                                   .label_fr = "Années d’emploi industriel dans le territoire",
                                   .label_en = "Years of industrial employment in the territory"},
    [METRIC_ADDITIONAL_JOB_YEARS] = {.name = "additional_industry_job_years",
                                     .kind = METRIC_FLOW,
                                     .unit = METRIC_STEPS,
                                     .needs_causal = true,
                                     .label_fr = "Années d’emploi industriel supplémentaires",
                                     .label_en = "Additional years of industrial employment"},
    [METRIC_ENROLLED_TOTAL] = TOTAL("enrolled_total", METRIC_ENROLLED,
                                    "Personnes entrées en formation, cumul", "People enrolled, in all"),
    [METRIC_COMPLETED_TOTAL] =
        TOTAL("completed_total", METRIC_COMPLETED, "Personnes au terme de la formation, cumul",
              "People who complete, in all"),
    [METRIC_CERTIFIED_TOTAL] =
        TOTAL("certified_total", METRIC_CERTIFIED, "Personnes certifiées, cumul", "People certified, in all"),
    [METRIC_RAISED_TOTAL] = TOTAL("raised_total", METRIC_RAISED, "Niveaux de diplôme élevés, cumul",
                                  "Diploma levels raised, in all"),
    [METRIC_OUT_OF_BELOW_BAC_TOTAL] =
        TOTAL("out_of_below_bac_total", METRIC_OUT_OF_BELOW_BAC,
              "Passages du dessous au niveau bac ou plus, cumul", "Moves from below to bac or above, in all"),
    [METRIC_PLACED_TOTAL] =
        TOTAL("placed_total", METRIC_PLACED, "Sortants en emploi, cumul", "Leavers employed, in all"),
    [METRIC_PLACED_INDUSTRY_TOTAL] =
        TOTAL("placed_industry_total", METRIC_PLACED_INDUSTRY, "Sortants en emploi dans l’industrie, cumul",
              "Leavers employed in industry, in all"),
    [METRIC_PLACED_INDUSTRY_LOCAL_TOTAL] = TOTAL("placed_industry_local_total", METRIC_PLACED_INDUSTRY_LOCAL,
                                                 "Sortants en emploi dans l’industrie du territoire, cumul",
                                                 "Leavers employed in industry in the territory, in all"),
    [METRIC_REFUSED_TOTAL] = MARKET("refused_total", METRIC_TOTAL, METRIC_PEOPLE, .of = METRIC_REFUSED,
                                    .label_fr = "Formés sans embauche faute de postes, cumul",
                                    .label_en = "Trained people refused for want of openings, in all"),
    [METRIC_DISPLACED_TOTAL] =
        MARKET("displaced_total", METRIC_TOTAL, METRIC_PEOPLE, .of = METRIC_DISPLACED, .of_territory = true,
               .label_fr = "Autres candidats évincés par les formés, cumul",
               .label_en = "Other seekers displaced by trained people, in all"),
    [METRIC_INDUSTRY_HIRES_NET_TOTAL] =
        MARKET("industry_hires_net_total", METRIC_TOTAL, METRIC_PEOPLE, .of = METRIC_INDUSTRY_HIRES_NET,
               .of_territory = true, .label_fr = "Embauches industrielles nettes dans le territoire, cumul",
               .label_en = "Net industrial hires in the territory, in all"),
    [METRIC_INDUSTRY_JOB_YEARS_TOTAL] = {.name = "industry_job_years_total",
                                         .kind = METRIC_TOTAL,
                                         .unit = METRIC_STEPS,
                                         .of = METRIC_INDUSTRY_JOB_YEARS,
                                         .label_fr = "Années d’emploi industriel dans le territoire, cumul",
                                         .label_en =
                                             "Years of industrial employment in the territory, in all"},
    [METRIC_ADDITIONAL_JOB_YEARS_TOTAL] = {.name = "additional_industry_job_years_total",
                                           .kind = METRIC_TOTAL,
                                           .unit = METRIC_STEPS,
                                           .of = METRIC_ADDITIONAL_JOB_YEARS,
                                           .needs_causal = true,
                                           .label_fr = "Années d’emploi industriel supplémentaires, cumul",
                                           .label_en = "Additional years of industrial employment, in all"},
    [METRIC_INVESTMENT] = CENTS("investment", "Investissement", "Investment"),
    [METRIC_OPERATION] = CENTS("operation", "Fonctionnement", "Operation"),
    [METRIC_ALLOWANCES] = CENTS("allowances", "Rémunération des stagiaires", "Allowances of trainees"),
    [METRIC_COST] = CENTS("cost", "Coût de l’année", "Cost of the year"),
    [METRIC_COST_TOTAL] = {.name = "cost_total",
                           .kind = METRIC_TOTAL,
                           .unit = METRIC_CENTS,
                           .of = METRIC_COST,
                           .label_fr = "Coût cumulé",
                           .label_en = "Cost, in all"},
    [METRIC_PRESENT_COST] =
        CENTS("present_cost", "Coût actualisé de l’année", "Present value of the year's cost"),
    [METRIC_PRESENT_COST_TOTAL] = {.name = "present_cost_total",
                                   .kind = METRIC_TOTAL,
                                   .unit = METRIC_CENTS,
                                   .of = METRIC_PRESENT_COST,
                                   .label_fr = "Coût actualisé cumulé",
                                   .label_en = "Present value of the cost, in all"},
    [METRIC_INCOME] = CENTS("income", "Recettes du centre", "Income of the centre"),
    [METRIC_OPERATING_BALANCE] =
        CENTS("operating_balance", "Solde de fonctionnement du centre", "Income less operation"),
    [METRIC_FISCAL_RETURN] = {.name = "fiscal_return",
                              .kind = METRIC_FLOW,
                              .unit = METRIC_CENTS,
                              .needs_causal = true,
                              .label_fr = "Retour aux finances publiques",
                              .label_en = "Return to public finances"},
    [METRIC_NET_COST] = CENTS("net_cost", "Coût net de l’année", "Net cost of the year"),
    [METRIC_NET_COST_TOTAL] = {.name = "net_cost_total",
                               .kind = METRIC_TOTAL,
                               .unit = METRIC_CENTS,
                               .of = METRIC_NET_COST,
                               .label_fr = "Coût net cumulé",
                               .label_en = "Net cost, in all"},
    [METRIC_PRESENT_NET_COST] =
        CENTS("present_net_cost", "Coût net actualisé de l’année", "Present value of the year's net cost"),
    [METRIC_PRESENT_NET_COST_TOTAL] = {.name = "present_net_cost_total",
                                       .kind = METRIC_TOTAL,
                                       .unit = METRIC_CENTS,
                                       .of = METRIC_PRESENT_NET_COST,
                                       .label_fr = "Coût net actualisé cumulé",
                                       .label_en = "Present value of the net cost, in all"},
};

enum metric metric_find(const char *name)
{
    int m = 0;

    while (m < NUM_METRICS && strcmp(metric_specs[m].name, name) != 0)
        m++;
    return (enum metric)m;
}

const char *metric_nearest(const char *name)
{
    const char *names[NUM_METRICS];

    for (int m = 0; m < NUM_METRICS; m++)
        names[m] = metric_specs[m].name;
    return text_nearest(name, names, NUM_METRICS);
}

const char *metric_unit_text(enum metric metric)
{
    static const char *const texts[] = {"persons", "places", "person-years", "EUR",
                                        "persons", "jobs",   "share"};

    return texts[metric_specs[metric].unit];
}

double metric_scale(enum metric metric, int steps_per_year)
{
    switch (metric_specs[metric].unit) {
    case METRIC_STEPS:
        return 1.0 / steps_per_year;
    case METRIC_CENTS:
        return 0.01;
    case METRIC_MILLI:
        return 0.001;
    case METRIC_SHARE:
        return 1e-7;
    case METRIC_PEOPLE:
    case METRIC_PLACES:
    case METRIC_JOBS:
        break;
    }
    return 1;
}

bool metric_is_money(enum metric metric)
{
    return metric_specs[metric].unit == METRIC_CENTS;
}
