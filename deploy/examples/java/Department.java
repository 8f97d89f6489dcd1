// A department with Kafka's own clients: takes the tasks of its queue and accepts them.
//
//   java -cp "kafka/libs/*" Department.java traffic-police          runs until it is stopped
//   java -cp "kafka/libs/*" Department.java traffic-police --once   ends when nothing comes for 10 seconds
//
// Environment: BOOTSTRAP (localhost:9092), SEEN (DEPARTMENT.seen: the ids taken so far), KAFKA_CONFIG (a properties file),
// SIGNING_KEY_ID and SIGNING_KEY_FILE.
import java.io.FileReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

public class Department {
    static final Set<String> ASKS = Set.of("dispatched", "redispatched", "reopened");
    // Quotes inside a text are escaped, so this finds the field and nothing in a text. A real program uses its JSON library.
    static final Pattern EVENT = Pattern.compile("\"event\":\"([a-z]+)\"");

    final String name;
    final Path file;
    final Set<String> seen = new HashSet<>();
    final Map<String, Integer> versions = new HashMap<>();
    final KafkaProducer<String, byte[]> producer;

    Department(String name, Properties settings) throws Exception {
        this.name = name;
        file = Path.of(System.getenv().getOrDefault("SEEN", name + ".seen"));
        if (Files.exists(file)) {
            Files.readAllLines(file).forEach(this::remember);
        }
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    public static void main(String[] arguments) throws Exception {
        boolean once = List.of(arguments).contains("--once");
        String name = arguments[0];
        Properties settings = new Properties();
        settings.put("bootstrap.servers", System.getenv().getOrDefault("BOOTSTRAP", "localhost:9092"));
        if (System.getenv("KAFKA_CONFIG") != null) {
            try (var reader = new FileReader(System.getenv("KAFKA_CONFIG"))) {
                settings.load(reader);
            }
        }
        Properties reading = new Properties();
        reading.putAll(settings);
        // The group begins with the department's id (deploy/kafka/acls); records of aborted transactions are not shown.
        reading.put("group.id", name);
        reading.put("isolation.level", "read_committed");
        reading.put("auto.offset.reset", "earliest");
        reading.put("enable.auto.commit", "false");
        settings.put("enable.idempotence", "true");
        settings.put("acks", "all");
        Department department = new Department(name, settings);
        try (var consumer = new KafkaConsumer<>(reading, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("hazard.dispatch." + name));
            long last = System.nanoTime();
            while (!once || System.nanoTime() - last < Duration.ofSeconds(10).toNanos()) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    department.take(record);
                    last = System.nanoTime();
                }
                // Joining the group takes a while, and is no time in which nothing came.
                if (consumer.assignment().isEmpty()) {
                    last = System.nanoTime();
                }
                // Only after everything was answered and remembered: after a crash the records come again.
                consumer.commitSync();
            }
        }
    }

    void take(ConsumerRecord<String, String> record) throws Exception {
        String id = header(record, "hazard-dispatch-id");
        String task = id.substring(0, id.lastIndexOf('/'));
        int version = Integer.parseInt(id.substring(id.lastIndexOf('/') + 1));
        if (seen.contains(id) || versions.getOrDefault(task, 0) >= version) {
            System.out.println("repeat " + id);
            return;
        }
        Matcher event = EVENT.matcher(record.value());
        String word = event.find() ? event.group(1) : "";
        System.out.println(word + " " + id);
        if (ASKS.contains(word)) {
            say("accept", id, record.key(), Integer.parseInt(header(record, "hazard-shard")));
        }
        remember(id);
        Files.writeString(file, id + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
    }

    void remember(String id) {
        seen.add(id);
        versions.merge(id.substring(0, id.lastIndexOf('/')), Integer.parseInt(id.substring(id.lastIndexOf('/') + 1)), Math::max);
    }

    /** The id is made of what is answered: an answer that is sent again has no effect. */
    void say(String kind, String dispatchID, String caseID, int shard) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(dispatchID.getBytes(StandardCharsets.UTF_8));
        String time = OffsetDateTime.now(ZoneOffset.ofHours(8)).format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX"));
        byte[] value = ("{\"schema_version\":1,\"event_id\":\"" + kind + "-" + HexFormat.of().formatHex(digest, 0, 16) + "\",\"case_id\":\"" + caseID
                + "\",\"department\":\"" + name + "\",\"actor\":{\"role\":\"department\",\"ref\":\"example\"},\"kind\":\"" + kind + "\",\"at\":\""
                + time + "\"}").getBytes(StandardCharsets.UTF_8);
        // The partition of the case's shard keeps the order of one case's answers.
        var record = new ProducerRecord<>("hazard.feedback", shard, caseID, value);
        String keyFile = System.getenv("SIGNING_KEY_FILE");
        if (keyFile != null) {
            String secret = Files.readString(Path.of(keyFile), StandardCharsets.UTF_8).replaceAll("[\\r\\n]+$", "");
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String text = System.getenv("SIGNING_KEY_ID") + ";" + HexFormat.of().formatHex(mac.doFinal(value));
            record.headers().add("hazard-signature", text.getBytes(StandardCharsets.UTF_8));
        }
        producer.send(record).get();
    }

    static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
