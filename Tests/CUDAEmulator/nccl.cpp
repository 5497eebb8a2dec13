// NCCL over the device's memory: sums are made when their group ends.
#include "driver.h"
#include "memory.h"

#include <map>

namespace cuda_emulator {

/// The communicators that were made together.
struct Clique {
    int count;
};

struct Communicator {
    std::shared_ptr<Clique> clique;
    int rank;
};

struct Call {
    uint64_t from, to;
    std::size_t count;
};

static int ncclGetVersion(int *version) {
    *version = 21305;
    return CC_NCCL_SUCCESS;
}

static const char *ncclGetErrorString(int result) {
    switch (result) {
    case CC_NCCL_SUCCESS: return "no error";
    case CC_NCCL_INVALID_ARGUMENT: return "invalid argument";
    default: return "invalid usage";
    }
}

static const char *last_error = "";

static const char *ncclGetLastError(void *) { return last_error; }

static int refuse(int result, const char *why) {
    last_error = why;
    return result;
}

static int ncclCommInitAll(void **communicators, int count, const int *devices) {
    ALONE;
    for (int i = 0; i < count; i++) {
        if (devices[i] != 0 && devices[i] != hopper)
            return refuse(CC_NCCL_INVALID_ARGUMENT, "no such device");
        for (int j = 0; j < i; j++)
            if (devices[i] == devices[j])
                return refuse(CC_NCCL_INVALID_USAGE, "Duplicate GPU detected");
    }
    const auto clique = std::make_shared<Clique>(Clique{count});
    for (int i = 0; i < count; i++) communicators[i] = new Communicator{clique, i};
    return CC_NCCL_SUCCESS;
}

static int ncclCommDestroy(void *communicator) {
    ALONE;
    delete static_cast<Communicator *>(communicator);
    return CC_NCCL_SUCCESS;
}

/// A thread's open group: what each communicator was called for.
static thread_local bool is_open = false;
static thread_local std::map<std::shared_ptr<Clique>, std::vector<std::vector<Call>>> calls;

static int ncclGroupStart() {
    is_open = true;
    calls.clear();
    return CC_NCCL_SUCCESS;
}

static int ncclAllReduce(uint64_t from, uint64_t to, std::size_t count, int type, int operation,
                         void *communicator, void *) {
    ALONE;
    const auto &it = *static_cast<Communicator *>(communicator);
    if (!is_open)
        return refuse(CC_NCCL_INVALID_USAGE, "one thread's communicators need a group");
    if (type != CC_NCCL_FLOAT32 || operation != CC_NCCL_SUM)
        return refuse(CC_NCCL_INVALID_ARGUMENT, "the emulator sums float32 alone");
    const std::size_t bytes = count * sizeof(float);
    if (!memory_holds(from, bytes) || !memory_holds(to, bytes))
        return refuse(CC_NCCL_INVALID_ARGUMENT, "not memory of the device");
    auto &ranks = calls[it.clique];
    ranks.resize(it.clique->count);
    ranks[it.rank].push_back({from, to, count});
    return CC_NCCL_SUCCESS;
}

/// One sum, of the calls that each rank made for it.
static void sum(const std::vector<Call> &ranks) {
    const auto floats = [](uint64_t address) { return reinterpret_cast<float *>(address); };
    for (std::size_t i = 0; i < ranks[0].count; i++) {
        float total = floats(ranks[0].from)[i];
        for (std::size_t rank = 1; rank < ranks.size(); rank++)
            total += floats(ranks[rank].from)[i];
        for (const Call &call : ranks) floats(call.to)[i] = total;
    }
}

static int ncclGroupEnd() {
    ALONE;
    is_open = false;
    for (const auto &[clique, ranks] : calls)
        for (std::size_t number = 0; number < ranks[0].size(); number++) {
            std::vector<Call> call;
            for (const auto &rank : ranks) {
                // GPUs would wait for one another for ever.
                if (rank.size() != ranks[0].size() || rank[number].count != ranks[0][number].count)
                    return refuse(CC_NCCL_INVALID_USAGE, "the communicators' calls differ");
                call.push_back(rank[number]);
            }
            sum(call);
        }
    return CC_NCCL_SUCCESS;
}

#define ENTRY(result, name, symbol, arguments) .name = name,
static const cc_nccl nccl = {CC_NCCL_FUNCTIONS(ENTRY)};

} // namespace cuda_emulator

const cc_nccl *cuda_emulator_nccl(void) { return &cuda_emulator::nccl; }
