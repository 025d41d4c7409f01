import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import com.sun.management.OperatingSystemMXBean;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.shacl.Shapes;
import org.eclipse.rdf4j.model.IRI;
import org.eclipse.rdf4j.model.Model;
import org.eclipse.rdf4j.model.Resource;
import org.eclipse.rdf4j.model.Value;
import org.eclipse.rdf4j.model.vocabulary.RDF;
import org.eclipse.rdf4j.model.vocabulary.RDF4J;
import org.eclipse.rdf4j.model.vocabulary.SHACL;
import org.eclipse.rdf4j.repository.sail.SailRepository;
import org.eclipse.rdf4j.repository.sail.SailRepositoryConnection;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.sail.Sail;
import org.eclipse.rdf4j.sail.memory.MemoryStore;

/**
 * Validates a file of N-Triples against a file of shapes in Turtle, several times in one process, with Jena or RDF4J.
 *
 * Prints tab-separated lines: "load" and "run" with the seconds that passed and those of processors, and "result" with
 * shape and focus node, of the last run.
 */
public final class Peers {
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private Peers() {}

    public static void main(String[] args) {
        Path shapes = Path.of(args[1]);
        Path data = Path.of(args[2]);
        int runs = Integer.parseInt(args[3]);
        switch (args[0]) {
            case "jena" -> jena(shapes, data, runs);
            case "rdf4j" -> rdf4j(shapes, data, runs);
            default -> throw new IllegalArgumentException("jena or rdf4j, not " + args[0]);
        }
    }

    private static void jena(Path shapes, Path data, int runs) {
        Graph graph = timed("load", () -> RDFDataMgr.loadGraph(data.toString()));
        Shapes parsed = Shapes.parse(RDFDataMgr.loadGraph(shapes.toString()));
        var report = repeated(runs, () -> ShaclValidator.get().validate(parsed, graph));
        report.getEntries().forEach(entry -> result(entry.source(), entry.focusNode()));
    }

    private static void rdf4j(Path shapes, Path data, int runs) {
        Sail store = new MemoryStore();
        timed("load", () -> load(store, data, RDFFormat.NTRIPLES));
        Sail shapesStore = new MemoryStore();
        load(shapesStore, shapes, RDFFormat.TURTLE);
        var report = repeated(runs, () -> org.eclipse.rdf4j.sail.shacl.ShaclValidator.validate(store, shapesStore));
        Model model = report.asModel();
        for (Resource each : model.filter(null, RDF.TYPE, SHACL.VALIDATION_RESULT).subjects()) {
            result(one(model, each, SHACL.SOURCE_SHAPE), one(model, each, SHACL.FOCUS_NODE));
        }
    }

    private static Value one(Model model, Resource of, IRI property) {
        return model.filter(of, property, null).objects().iterator().next();
    }

    private static boolean load(Sail store, Path file, RDFFormat format) {
        SailRepository repository = new SailRepository(store);
        repository.init();
        try (SailRepositoryConnection connection = repository.getConnection(); Reader in = Files.newBufferedReader(file)) {
            if (format == RDFFormat.TURTLE) {
                connection.add(in, format, RDF4J.SHACL_SHAPE_GRAPH);
            } else {
                connection.add(in, format);
            }
            return true;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static <T> T repeated(int runs, Supplier<T> validate) {
        T found = null;
        for (int run = 0; run < runs; run++) {
            found = timed("run", validate);
        }
        return found;
    }

    private static <T> T timed(String what, Supplier<T> action) {
        long begin = System.nanoTime();
        long before = PROCESS.getProcessCpuTime();
        T made = action.get();
        double passed = (System.nanoTime() - begin) / 1e9;
        double used = (PROCESS.getProcessCpuTime() - before) / 1e9;
        System.out.println(String.join("\t", what, Double.toString(passed), Double.toString(used)));
        System.out.flush();
        return made;
    }

    private static void result(Object shape, Object focus) {
        System.out.println(String.join("\t", List.of("result", shape.toString(), focus.toString())));
    }
}
