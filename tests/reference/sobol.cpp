// Sobol' points of Boost (1.74), whose table is cut from the same file of Joe and Kuo, as a check
// sum over 1,024 dimensions and the points 1 to 4095 (12 digits) in Gray-code order, and single points:
//   g++ -O2 sobol.cpp -o sobol && ./sobol
#include <boost/random/sobol.hpp>
#include <cstdint>
#include <cstdio>

int main()
{
    const unsigned dimensions = 1024;
    boost::random::sobol_engine<std::uint32_t, 32> engine(dimensions);
    std::uint64_t sum = 0;

    for (std::uint64_t n = 1; n < 4096; n++)
        for (std::uint64_t d = 0; d < dimensions; d++) {
            std::uint64_t x = engine();
            sum += (x >> 20) * (UINT64_C(6364136223846793005) * (n * dimensions + d) + 1);
            if (n == 1000 && (d == 1 || d == 39 || d == 40 || d == 511 || d == 1023))
                std::printf("point 1000, dimension %d: %08x\n", (int)d, (unsigned)x);
        }
    std::printf("check sum: %016llx\n", (unsigned long long)sum);
}
