// Log-probabilities of given tokens by llama.cpp, for the comparison with a reference.
//
// Reads lines "START ID ID ID ..." and prints, for each, the natural logarithms of the probabilities
// of the tokens from place START on, given those before them. Compiled by compare.py.

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "llama.h"

static double log_probability(const float *logits, int count, llama_token token) {
    float most = logits[0];
    for (int i = 1; i < count; i++) most = std::max(most, logits[i]);
    double sum = 0;
    for (int i = 0; i < count; i++) sum += std::exp(double(logits[i] - most));
    return logits[token] - most - std::log(sum);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: logprobs MODEL THREADS < lines\n");
        return 2;
    }
    llama_log_set([](ggml_log_level, const char *, void *) {}, nullptr);
    llama_model *model = llama_model_load_from_file(argv[1], llama_model_default_params());
    if (!model) return 1;
    int vocabulary = llama_vocab_n_tokens(llama_model_get_vocab(model));
    std::string line;
    while (std::getline(std::cin, line)) {
        std::istringstream words(line);
        size_t start;
        words >> start;
        std::vector<llama_token> tokens;
        for (llama_token token; words >> token;) tokens.push_back(token);

        llama_context_params parameters = llama_context_default_params();
        parameters.n_ctx = parameters.n_batch = uint32_t(tokens.size() + 64);
        parameters.n_threads = parameters.n_threads_batch = std::atoi(argv[2]);
        llama_context *context = llama_init_from_model(model, parameters);
        llama_batch batch = llama_batch_init(int32_t(tokens.size()), 0, 1);
        for (size_t i = 0; i < tokens.size(); i++) {
            batch.token[i] = tokens[i];
            batch.pos[i] = llama_pos(i);
            batch.n_seq_id[i] = 1;
            batch.seq_id[i][0] = 0;
            batch.logits[i] = 1;
        }
        batch.n_tokens = int32_t(tokens.size());
        if (llama_decode(context, batch) != 0) return 1;
        for (size_t i = start; i < tokens.size(); i++) {
            const float *logits = llama_get_logits_ith(context, int32_t(i) - 1);
            std::printf("%.9g ", log_probability(logits, vocabulary, tokens[i]));
        }
        std::printf("\n");
        llama_batch_free(batch);
        llama_free(context);
    }
    llama_model_free(model);
    return 0;
}
