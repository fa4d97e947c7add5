/* French for what the tables of results say in English: parameters, statuses, units. */
#include <string.h>

#include "sim/cli/report.h"

struct word {
    const char *name, *french, *english; /* english NULL: as the table has it */
};

static const struct word parameters[] = {
    {"opening_delay", "retard de l’ouverture sur la date prévue", NULL},
    {"closure_hazard", "risque que le centre ferme pour de bon", NULL},
    {"funding_term", "durée d’un label ou d’une subvention, et de chaque renouvellement", NULL},
    {"renewal", "probabilité qu’il soit renouvelé à son terme", NULL},
    {"ramp_start", "part des places ouvertes à l’ouverture", NULL},
    {"ramp_middle", "part des places ouvertes à la fin de la première étape", NULL},
    {"ramp_stage1_years", "durée de la première étape", NULL},
    {"ramp_stage2_years", "durée de la seconde étape", NULL},
    {"fill", "part des places libres qui sont pourvues à une rentrée", NULL},
    {"eligible", "personnes éligibles au départ dans le territoire", NULL},
    {"eligible_inflow", "personnes qui deviennent éligibles chaque année", NULL},
    {"eligible_exit", "taux annuel de sortie des personnes éligibles (âge, départ, autre voie)", NULL},
    {"application", "taux annuel auquel une personne éligible se porte candidate", NULL},
    {"completion", "part des inscrits qui vont au terme de la formation", NULL},
    {"certification", "part de ceux qui vont au terme qui sont certifiés", NULL},
    {"further_study", "part des certifiés qui poursuivent des études", NULL},
    {"entry_level_none", "part des entrants sans diplôme, CEP ou brevet", NULL},
    {"entry_level_cap", "part des entrants titulaires d’un CAP ou d’un BEP (niveau 3)", NULL},
    {"entry_level_bac", "part des entrants titulaires d’un baccalauréat (niveau 4)", NULL},
    {"entry_level_bac2", "part des entrants de niveau bac + 2 (niveau 5)", NULL},
    {"entry_level_bac3", "part des entrants de niveau bac + 3 ou plus (niveau 6 et au-delà)", NULL},
    {"placement_delay", "délai de la fin de la formation à la première observation", NULL},
    {"employment_6m", "part des sortants certifiés en emploi 6 mois après", NULL},
    {"employment_12m", "part des sortants certifiés en emploi 12 mois après", NULL},
    {"employment_18m", "part des sortants certifiés en emploi 18 mois après", NULL},
    {"employment_24m", "part des sortants certifiés en emploi 24 mois après", NULL},
    {"uncertified_ratio", "emploi des non-certifiés rapporté à celui des certifiés", NULL},
    {"industry", "part des premiers emplois dans l’industrie", NULL},
    {"local", "part des sortants présents dans le territoire à la première observation", NULL},
    {"stay_territory", "probabilité d’être encore dans le territoire un an plus tard", NULL},
    {"return_territory", "probabilité annuelle de revenir, pour un emploi, après un départ", NULL},
    {"job_loss", "probabilité annuelle qu’un emploi prenne fin sans autre emploi", NULL},
    {"job_finding", "probabilité annuelle de retrouver un emploi, à long terme", NULL},
    {"industry_exit", "probabilité annuelle de passer de l’industrie à un autre secteur", NULL},
    {"industry_entry", "probabilité annuelle de passer d’un autre secteur à l’industrie", NULL},
    {"industry_rehire", "part des emplois suivants qui sont dans l’industrie", NULL},
    {"industry_jobs", "emplois industriels du territoire au départ, pourvus ou vacants", NULL},
    {"industry_growth", "croissance annuelle des emplois industriels du territoire", NULL},
    {"industry_replacement", "part des emplois industriels rouverts chaque année par les départs définitifs",
     NULL},
    {"vacancy_rate", "part des emplois industriels vacants au départ", NULL},
    {"other_seekers", "autres personnes aptes à ces emplois qui en cherchent à chaque pas de temps", NULL},
    {"preference_odds", "chances d’une personne formée face à un autre candidat (1 : égales)", NULL},
    {"effect_6m", "emploi à 6 mois, moins celui des mêmes personnes sans le programme", NULL},
    {"effect_12m", "emploi à 12 mois, moins celui des mêmes personnes sans le programme",
     "employment 12 months after, minus that of the same people without the programme"},
    {"effect_18m", "emploi à 18 mois, moins celui des mêmes personnes sans le programme",
     "employment 18 months after, minus that of the same people without the programme"},
    {"effect_24m", "emploi à 24 mois, moins celui des mêmes personnes sans le programme",
     "employment 24 months after, minus that of the same people without the programme"},
    {"industry_without", "part des premiers emplois qui seraient dans l’industrie sans le programme", NULL},
    {"local_without", "part de ceux qui seraient dans le territoire sans le programme", NULL},
    {"deadweight", "part des emplois industriels qui seraient là de toute façon", NULL},
    {"displacement", "part des emplois pris à d’autres employeurs ou demandeurs d’emploi du territoire",
     NULL},
    {"substitution", "part des emplois où un employeur remplace quelqu’un par un ancien stagiaire", NULL},
    {"multiplier", "emplois de plus chez les fournisseurs et par la dépense, en facteur", NULL},
    {"macro_sd", "ampleur de la conjoncture (écart-type, sur l’échelle logit de l’emploi)", NULL},
    {"macro_persistence", "persistance de la conjoncture d’une année à l’autre", NULL},
    {"macro_loading", "force avec laquelle le premier emploi suit la conjoncture", NULL},
    {"opening_cost", "coût d’ouverture d’un site, une fois", NULL},
    {"site_cost", "coût fixe d’un site ouvert", NULL},
    {"seat_cost", "coût fixe d’une place ouverte", NULL},
    {"enrolment_cost", "coût par personne inscrite, une fois", NULL},
    {"trainee_cost", "coût d’une année de présence d’un stagiaire", NULL},
    {"allowance", "rémunération ou indemnité d’une année de présence d’un stagiaire", NULL},
    {"enrolment_income", "recette du centre par personne inscrite, une fois", NULL},
    {"trainee_income", "recette du centre par année de présence d’un stagiaire", NULL},
    {"fiscal_return", "gain des finances publiques par année d’emploi supplémentaire", NULL},
    {"discount_rate", "taux d’actualisation réel, par an", NULL},
    {NULL, NULL, NULL},
};

static const struct word statuses[] = {
    {"sourced", "source citée", "sourced"},
    {"derived", "déduite d’une source", "derived from a source"},
    {"judgement", "jugement", "judgement"},
    {"observed", "observée", "observed"},
    {"neutral", "mécanisme non utilisé", "mechanism not used"},
    {NULL, NULL, NULL},
};

static const struct word units[] = {
    {"years", "années", "years"},
    {"1/year", "par an", "a year"},
    {"persons", "personnes", "persons"},
    {"persons/year", "personnes par an", "persons a year"},
    {"firms", "entreprises", "firms"},
    {"firm-years", "années d’accompagnement", "firm-years"},
    {"places", "places", "places"},
    {"person-years", "années-personnes", "person-years"},
    {"ratio", "rapport", "ratio"},
    {"logit", "logit", "logit"},
    {"EUR/year", "par an", "a year"},
    {"jobs", "emplois", "jobs"},
    {"index", "indice", "index"},
    {"share", "", ""},
    {"rate", "", ""},
    {"EUR", "", ""},
    {"EUR/person", "par personne", "per person"},
    {"EUR/firm", "par entreprise", "per firm"},
    {"EUR/person-year", "par année d’emploi", "per job-year"},
    {NULL, NULL, NULL},
};

static const struct word *find(const struct word *words, const char *name)
{
    while (words->name != NULL && strcmp(words->name, name) != 0)
        words++;
    return words;
}

static const char *say(const struct report *self, const struct word *words, const char *name,
                       const char *english)
{
    const struct word *word = find(words, name);

    if (word->name == NULL || (!self->french && word->english == NULL))
        return english;
    return self->french ? word->french : word->english;
}

const char *report_parameter(const struct report *self, const char *parameter, const char *meaning)
{
    return say(self, parameters, parameter, meaning[0] ? meaning : parameter);
}

const char *report_status(const struct report *self, const char *status)
{
    return say(self, statuses, status, status);
}

static const struct word laws[] = {
    {"triangular", "triangulaire", NULL},
    {"uniform", "uniforme", NULL},
    {"normal", "normale", NULL},
    {"lognormal", "lognormale", NULL},
    {"logitnormal", "logit-normale", NULL},
    {"empirical", "empirique", NULL},
    {"mean", "moyenne", NULL},
    {"sd", "écart-type", NULL},
    {"values", "valeurs", NULL},
    {NULL, NULL, NULL},
};

/* "beta(mean 0.85, n 40)" word by word; a comma between numbers becomes a semicolon. */
void report_law(const struct report *self, const char *law, struct strbuf *out)
{
    while (*law != '\0') {
        size_t length = strspn(law, "abcdefghijklmnopqrstuvwxyz");
        char text[32] = "";
        if (length > 0 && length < sizeof text) {
            memcpy(text, law, length);
            strbuf_add(out, say(self, laws, text, text));
            law += length;
            continue;
        }
        bool comma = self->french && *law == ',';
        strbuf_add(out, comma ? "\xC2\xA0;" : (const char[]){self->french && *law == '.' ? ',' : *law, '\0'});
        law++;
    }
}

const char *report_unit(const struct report *self, const char *unit)
{
    return say(self, units, unit, unit);
}
