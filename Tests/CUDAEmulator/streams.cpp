// Streams, which do their work at once or record it; events and graphs.
#include "driver.h"

#include <chrono>

namespace cuda_emulator {

struct Event {
    std::chrono::steady_clock::time_point time;
    bool recorded = false;
    std::shared_ptr<Graph> capture;
};

static Stream default_stream;

Stream &stream_of(void *stream) { return stream ? *static_cast<Stream *>(stream) : default_stream; }

int submit(void *stream, Work work) {
    ALONE;
    auto &capture = stream_of(stream).capture;
    if (!capture) return work();
    capture->push_back(std::move(work));
    return CC_SUCCESS;
}

int cuStreamCreate(void **stream, unsigned) {
    *stream = new Stream;
    return CC_SUCCESS;
}

int cuStreamDestroy(void *stream) {
    delete static_cast<Stream *>(stream);
    return CC_SUCCESS;
}

int cuStreamSynchronize(void *stream) {
    ALONE;
    return stream_of(stream).capture ? error_capture_unsupported : CC_SUCCESS;
}

int cuStreamWaitEvent(void *stream, void *event, unsigned) {
    ALONE;
    const auto &capture = static_cast<Event *>(event)->capture;
    if (capture) stream_of(stream).capture = capture;
    return CC_SUCCESS;
}

int cuStreamBeginCapture(void *stream, int) {
    ALONE;
    if (!stream || stream_of(stream).capture) return error_capture_unsupported;
    stream_of(stream).capture = std::make_shared<Graph>();
    return CC_SUCCESS;
}

int cuStreamEndCapture(void *stream, void **graph) {
    ALONE;
    auto capture = std::move(stream_of(stream).capture);
    if (!capture) return error_capture_invalidated;
    *graph = new Graph(std::move(*capture));
    return CC_SUCCESS;
}

int cuGraphInstantiateWithFlags(void **executable, void *graph, unsigned long long) {
    *executable = new Graph(*static_cast<Graph *>(graph));
    return CC_SUCCESS;
}

int cuGraphLaunch(void *executable, void *stream) {
    return submit(stream, [executable] {
        for (const Work &work : *static_cast<Graph *>(executable))
            if (const int error = work()) return error;
        return static_cast<int>(CC_SUCCESS);
    });
}

int cuGraphDestroy(void *graph) {
    delete static_cast<Graph *>(graph);
    return CC_SUCCESS;
}

int cuGraphExecDestroy(void *executable) { return cuGraphDestroy(executable); }

int cuEventCreate(void **event, unsigned) {
    *event = new Event;
    return CC_SUCCESS;
}

int cuEventDestroy(void *event) {
    delete static_cast<Event *>(event);
    return CC_SUCCESS;
}

int cuEventRecord(void *event, void *stream) {
    ALONE;
    auto &it = *static_cast<Event *>(event);
    it.time = std::chrono::steady_clock::now();
    it.recorded = true;
    it.capture = stream_of(stream).capture;
    return CC_SUCCESS;
}

int cuEventSynchronize(void *) { return CC_SUCCESS; }
int cuEventQuery(void *) { return CC_SUCCESS; }

int cuEventElapsedTime(float *milliseconds, void *start, void *end) {
    ALONE;
    const auto &from = *static_cast<Event *>(start), &to = *static_cast<Event *>(end);
    if (!from.recorded || !to.recorded) return CC_ERROR_INVALID_HANDLE;
    *milliseconds = std::chrono::duration<float, std::milli>(to.time - from.time).count();
    return CC_SUCCESS;
}

} // namespace cuda_emulator
