/* A deterministic file of people as the census gives them: 14 columns, ';', weights of 15 digits;
 * codes of 35,000 communes of very different sizes. usage: records ROWS > FILE */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { COMMUNES = 35000 };

static uint64_t state = 42;

static double unit(void)
{
    uint64_t z = state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (double)((z ^ z >> 31) >> 11) / 9007199254740992.0;
}

static int number(int first, int num)
{
    return first + (int)(num * unit());
}

int main(int argc, char **argv)
{
    static const char *const sectors[] = {"AZ", "C1", "C2", "C3", "C4", "C5", "DE", "FZ", "GZ",
                                          "HZ", "IZ", "JZ", "KZ", "LZ", "MN", "OQ", "RU"};
    static const char *const diplomas[] = {"01", "02", "03", "11", "12", "13", "14", "15"};
    static double sizes[COMMUNES];
    double all = 0;

    for (int i = 0; i < COMMUNES; i++)
        sizes[i] = all += pow(1.0 / (1 + i), 0.75);
    puts("REG;ZE;COMMUNE;AGED;SEXE;DIPL;TACT;NA17;CS1;EMPL;TP;ILT;INPER;IPONDI");
    for (long r = argc > 1 ? atol(argv[1]) : 0; r > 0; r--) {
        double u = unit() * all;
        int low = 0, high = COMMUNES - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (sizes[middle] < u)
                low = middle + 1;
            else
                high = middle;
        }
        printf("%02d;%04d;%02d%03d;%03d;%d;%s;%d;%s;", 11 + low % 13, 1000 + low * 7919 % 306, low % 96 + 1,
               low / 96 + 1, (int)(100 * unit() * unit()), number(1, 2), diplomas[number(0, 8)],
               number(11, 12), sectors[(int)(17 * unit() * (0.5 + 0.5 * unit()))]);
        printf("%d;%d;%d;%c;%d;%.15g\n", number(1, 8), number(11, 10), number(1, 2), "123Z"[number(0, 4)],
               number(1, 6), 0.8 + 3.5 * unit() * unit());
    }
    return 0;
}
