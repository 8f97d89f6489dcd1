// A gateway with Kafka's own client: sends one report a line of standard input, "ID<tab>PROGRAMME<tab>DISTRICT<tab>TEXT".
//
//   java -cp "kafka/libs/*" Gateway.java < reports.tsv
//
// Environment: BOOTSTRAP (localhost:9092), GATEWAY (g1), KAFKA_CONFIG (a properties file), SIGNING_KEY_ID and SIGNING_KEY_FILE.
import java.io.BufferedReader;
import java.io.FileReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Properties;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

public class Gateway {
    public static void main(String[] arguments) throws Exception {
        String gateway = environment("GATEWAY", "g1");
        Properties settings = new Properties();
        settings.put("bootstrap.servers", environment("BOOTSTRAP", "localhost:9092"));
        if (System.getenv("KAFKA_CONFIG") != null) {
            try (var file = new FileReader(System.getenv("KAFKA_CONFIG"))) {
                settings.load(file);
            }
        }
        // The default partitioner of the Java client is murmur2 of the key, which is what the dispatcher expects.
        settings.put("enable.idempotence", "true");
        settings.put("acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
                var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] field = line.split("\t", 4);
                // The id is the gateway's ticket number: the same ticket is the same report, however often it is sent.
                String id = gateway + "-" + field[0];
                // A real gateway takes the time of the ticket, so that a repeat has the same content.
                String time = OffsetDateTime.now(ZoneOffset.ofHours(8)).truncatedTo(ChronoUnit.DAYS).toString().replace("T00:00+", "T00:00:00+");
                byte[] value = ("{\"schema_version\":1,\"report_id\":" + quoted(id) + ",\"programme\":" + quoted(field[1])
                        + ",\"channel\":\"chat\",\"reported_at\":" + quoted(time) + ",\"text\":" + quoted(field[3])
                        + ",\"location\":{\"district\":" + quoted(field[2]) + "}}").getBytes(StandardCharsets.UTF_8);
                var record = new ProducerRecord<>("hazard.reports", field[2], value);
                String keyFile = System.getenv("SIGNING_KEY_FILE");
                if (keyFile != null) {
                    record.headers().add("hazard-signature", signature(System.getenv("SIGNING_KEY_ID"), Path.of(keyFile), value));
                }
                // get() waits for the broker and throws when it refuses; a failed report is sent again with the same id.
                producer.send(record).get();
                System.out.println(id);
            }
        }
    }

    static byte[] signature(String id, Path file, byte[] value) throws Exception {
        String secret = Files.readString(file, StandardCharsets.UTF_8).replaceAll("[\\r\\n]+$", "");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return (id + ";" + HexFormat.of().formatHex(mac.doFinal(value))).getBytes(StandardCharsets.UTF_8);
    }

    /** A JSON string; a real gateway uses its JSON library. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char sign : text.toCharArray()) {
            if (sign == '"' || sign == '\\') {
                json.append('\\').append(sign);
            } else if (sign < 0x20) {
                json.append(String.format("\\u%04x", (int) sign));
            } else {
                json.append(sign);
            }
        }
        return json.append('"').toString();
    }

    static String environment(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}
