// A chat completions endpoint that answers at once, to measure what a client costs.
//
//     cc -O2 -o endpoint Benchmarks/remote/endpoint.c && ./endpoint 8091
//
// One thread, epoll, HTTP/1.1 with kept connections on the loopback interface. It reads of a request
// only where it ends, and gives every one the same answer.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_DESCRIPTORS = 4096, MOST_BYTES = 1 << 20, EVENTS = 256 };

typedef struct {
    char *bytes;
    size_t count;
} connection;

static connection connections[MOST_DESCRIPTORS];
static char answer[4096];
static size_t answer_count;

static void prepare(void) {
    char text[1400];
    memset(text, 'x', sizeof text - 1);
    for (size_t i = 6; i < sizeof text - 1; i += 7) text[i] = ' ';
    text[1300] = 0;
    char body[2048];
    int count = snprintf(
        body, sizeof body,
        "{\"id\": \"1\", \"object\": \"chat.completion\", \"choices\": [{\"index\": 0, \"message\": "
        "{\"role\": \"assistant\", \"content\": \"%s\"}, \"finish_reason\": \"stop\"}], "
        "\"usage\": {\"prompt_tokens\": 40, \"completion_tokens\": 190}}",
        text);
    answer_count = (size_t)snprintf(
        answer, sizeof answer,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", count,
        body);
}

/// The bytes of the first whole request, 0 if it is not there yet.
static size_t whole(const connection *c) {
    const char *end = memmem(c->bytes, c->count, "\r\n\r\n", 4);
    if (end == NULL) return 0;
    size_t head = (size_t)(end - c->bytes) + 4, body = 0;
    for (const char *line = c->bytes; line < end; line++) {
        if (strncasecmp(line, "\r\ncontent-length:", 17) == 0) body = strtoul(line + 17, NULL, 10);
        line = memchr(line + 1, '\r', (size_t)(end - line));
        if (line == NULL) break;
        line--;
    }
    return c->count >= head + body ? head + body : 0;
}

static void drop(int descriptor) {
    close(descriptor);
    connections[descriptor].count = 0;
}

static void serve(int descriptor) {
    connection *c = &connections[descriptor];
    if (c->bytes == NULL) c->bytes = malloc(MOST_BYTES);
    ssize_t got = recv(descriptor, c->bytes + c->count, MOST_BYTES - c->count, 0);
    if (got <= 0) {
        drop(descriptor);
        return;
    }
    c->count += (size_t)got;
    size_t used;
    while ((used = whole(c)) > 0) {
        if (send(descriptor, answer, answer_count, MSG_NOSIGNAL) != (ssize_t)answer_count) {
            drop(descriptor);
            return;
        }
        memmove(c->bytes, c->bytes + used, c->count - used);
        c->count -= used;
    }
}

int main(int count, char **arguments) {
    prepare();
    int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(count > 1 ? (unsigned short)atoi(arguments[1]) : 8091),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0
        || listen(listener, 1024) != 0) {
        perror("endpoint");
        return 1;
    }
    int poll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[EVENTS];
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int ready = epoll_wait(poll, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd != listener) {
                serve(events[i].data.fd);
                continue;
            }
            int client = accept(listener, NULL, NULL);
            if (client < 0) continue;
            if (client >= MOST_DESCRIPTORS) {
                close(client);
                continue;
            }
            setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            event = (struct epoll_event){.events = EPOLLIN, .data.fd = client};
            epoll_ctl(poll, EPOLL_CTL_ADD, client, &event);
        }
    }
}
