//! How many marks a program gets, counted in the parser's tree instead of the text.

use super::parse::{self, Tree};
use crate::program::ModuleKind;
use boa_ast::declaration::{Declaration, ExportDeclaration};
use boa_ast::function::{ClassElement, FunctionBody};
use boa_ast::statement::iteration::{DoWhileLoop, ForInLoop, ForLoop, ForOfLoop, WhileLoop};
use boa_ast::statement::{If, Labelled, LabelledItem, Statement, With};
use boa_ast::visitor::{VisitWith, Visitor};
use boa_ast::{Script, StatementListItem};
use std::ops::ControlFlow;

/// Of a program that is one.
pub(super) fn statements(source: &str, kind: ModuleKind) -> usize {
    let mut count = Count(0);
    let tree = parse::parse(source, kind).or_else(|_| parse::parse(&parse::wrapped(source), kind));
    let _: ControlFlow<()> = match &tree.expect("it was parsed before").0 {
        Tree::Script(script) => count.visit_script(script),
        Tree::Module(module) => count.visit_module(module),
    };
    // A wrapper is a statement itself.
    count.0 - usize::from(parse::parse(source, kind).is_err())
}

struct Count(usize);

fn is_marked(item: &StatementListItem) -> bool {
    match item {
        StatementListItem::Statement(statement) => !matches!(**statement, Statement::Empty),
        StatementListItem::Declaration(declaration) => {
            matches!(**declaration, Declaration::Lexical(_))
        }
    }
}

impl Count {
    fn body(&mut self, body: &Statement) {
        self.0 += usize::from(!matches!(body, Statement::Block(_)));
    }

    fn loop_body(&mut self, body: &Statement) {
        self.0 += match body {
            Statement::Block(block) => {
                usize::from(!block.statement_list().statements().iter().any(is_marked))
            }
            _ => 1,
        };
    }

    fn without_directives(&mut self, items: &[StatementListItem]) {
        self.0 -= items.iter().take_while(|item| parse::is_text(item)).count();
    }
}

impl<'ast> Visitor<'ast> for Count {
    type BreakTy = ();

    fn visit_script(&mut self, node: &'ast Script) -> ControlFlow<()> {
        node.visit_with(self)?;
        self.without_directives(node.statements().statements());
        ControlFlow::Continue(())
    }

    fn visit_function_body(&mut self, node: &'ast FunctionBody) -> ControlFlow<()> {
        node.visit_with(self)?;
        self.without_directives(node.statements());
        ControlFlow::Continue(())
    }

    fn visit_class_element(&mut self, node: &'ast ClassElement) -> ControlFlow<()> {
        match node {
            // It has no directives.
            ClassElement::StaticBlock(block) => block.statements().visit_with(self),
            _ => node.visit_with(self),
        }
    }

    fn visit_statement_list_item(&mut self, node: &'ast StatementListItem) -> ControlFlow<()> {
        self.0 += usize::from(is_marked(node));
        node.visit_with(self)
    }

    fn visit_export_declaration(&mut self, node: &'ast ExportDeclaration) -> ControlFlow<()> {
        self.0 += usize::from(match node {
            ExportDeclaration::VarStatement(_)
            | ExportDeclaration::DefaultAssignmentExpression(_) => true,
            ExportDeclaration::Declaration(declaration) => {
                matches!(declaration, Declaration::Lexical(_))
            }
            _ => false,
        });
        node.visit_with(self)
    }

    fn visit_if(&mut self, node: &'ast If) -> ControlFlow<()> {
        self.body(node.body());
        if let Some(other) = node.else_node() {
            self.body(other);
        }
        node.visit_with(self)
    }

    fn visit_do_while_loop(&mut self, node: &'ast DoWhileLoop) -> ControlFlow<()> {
        self.loop_body(node.body());
        node.visit_with(self)
    }

    fn visit_while_loop(&mut self, node: &'ast WhileLoop) -> ControlFlow<()> {
        self.loop_body(node.body());
        node.visit_with(self)
    }

    fn visit_for_loop(&mut self, node: &'ast ForLoop) -> ControlFlow<()> {
        self.loop_body(node.body());
        node.visit_with(self)
    }

    fn visit_for_in_loop(&mut self, node: &'ast ForInLoop) -> ControlFlow<()> {
        self.loop_body(node.body());
        node.visit_with(self)
    }

    fn visit_for_of_loop(&mut self, node: &'ast ForOfLoop) -> ControlFlow<()> {
        self.loop_body(node.body());
        node.visit_with(self)
    }

    fn visit_labelled(&mut self, node: &'ast Labelled) -> ControlFlow<()> {
        if let LabelledItem::Statement(statement) = node.item() {
            let is_loop_or_label = matches!(
                statement,
                Statement::ForLoop(_)
                    | Statement::ForInLoop(_)
                    | Statement::ForOfLoop(_)
                    | Statement::WhileLoop(_)
                    | Statement::DoWhileLoop(_)
                    | Statement::Labelled(_)
            );
            if !is_loop_or_label {
                self.body(statement);
            }
        }
        node.visit_with(self)
    }

    fn visit_with(&mut self, node: &'ast With) -> ControlFlow<()> {
        self.visit_expression(node.expression())
    }
}
