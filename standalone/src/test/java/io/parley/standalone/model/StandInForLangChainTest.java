package io.parley.standalone.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The client library that Parley uses understands the stand-in.
class StandInForLangChainTest {

    private static final SystemMessage SHOP = SystemMessage.from("## Prices\n- Andes boot: 129 euros");
    private static StandInModel model;

    @BeforeAll
    static void start() {
        model = StandInModel.start(0);
    }

    @AfterAll
    static void stop() {
        model.close();
    }

    @Test
    void a_streamed_answer_comes_in_pieces_with_usage_and_a_finish_reason() throws Exception {
        // given
        StringBuilder pieces = new StringBuilder();
        CompletableFuture<ChatResponse> end = new CompletableFuture<>();

        // when
        OpenAiStreamingChatModel.builder()
                .baseUrl(model.baseUrl())
                .apiKey("key")
                .modelName("stand-in")
                .build()
                .chat(
                        ChatRequest.builder()
                                .messages(SHOP, UserMessage.from("How much is the Andes boot?"))
                                .build(),
                        new StreamingChatResponseHandler() {
                            @Override
                            public void onPartialResponse(String piece) {
                                pieces.append(piece);
                            }

                            @Override
                            public void onCompleteResponse(ChatResponse response) {
                                end.complete(response);
                            }

                            @Override
                            public void onError(Throwable failure) {
                                end.completeExceptionally(failure);
                            }
                        });

        // then
        ChatResponse response = end.get(10, TimeUnit.SECONDS);
        assertThat(response.aiMessage().text())
                .isEqualTo("Andes boot: 129 euros (stand-in model)")
                .isEqualTo(pieces.toString());
        assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(response.tokenUsage().totalTokenCount()).isPositive();
    }

    @Test
    void a_tool_call_has_a_name_an_id_and_arguments() {
        ToolSpecification tool = ToolSpecification.builder()
                .name("search_products")
                .description("Search the shop's products")
                .parameters(JsonObjectSchema.builder()
                        .addStringProperty("query")
                        .required("query")
                        .build())
                .build();
        ChatResponse response = OpenAiChatModel.builder()
                .baseUrl(model.baseUrl())
                .apiKey("key")
                .modelName("stand-in")
                .build()
                .chat(ChatRequest.builder()
                        .messages(SHOP, UserMessage.from("Search products: brown boots"))
                        .toolSpecifications(tool)
                        .build());
        assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(response.aiMessage().toolExecutionRequests())
                .singleElement()
                .satisfies(call -> assertThat(call.arguments()).contains("brown boots"));
    }
}
